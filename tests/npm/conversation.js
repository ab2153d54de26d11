// A catcher made with Express and the npm package `tropo-webapi`: it holds a conversation of three questions by voice
// (it calls somebody) and another by text (somebody texts it). It keeps nothing: what was answered so far is carried in
// the addresses, so it may be restarted at any time.
//   node conversation.js PORT      serves there (0: any port); prints its port, then what it learns, one JSON a line
'use strict';
const express = require('express');
const { TropoWebAPI, TropoJSON } = require('tropo-webapi');

const app = express();
// the package wants the JSON as text
app.use(express.text({ type: '*/*' }));

const tell = (learned) => console.log(JSON.stringify(learned));

function address(path, answers) {
  return `${path}?${new URLSearchParams(answers)}`;
}

// the package's Session, Result and Choices are global functions; the first two are to be called without `new`
function answered(request) {
  const { sessionId, state, value } = Result(request.body);
  tell({ at: request.path, session: sessionId, state, value });
  return value;
}

function asks(tropo, name, choices, prompt, next, attempts) {
  tropo.ask(choices, attempts || 1, true, null, name, null, true, prompt, 20);
  tropo.on('continue', null, next, true);
  tropo.on('incomplete', null, '/nothing', true);
  tropo.on('hangup', null, '/gone', true);
}

function page(path, answer) {
  app.post(path, (request, response) => {
    const tropo = new TropoWebAPI();
    answer(tropo, request);
    response.type('application/json').send(TropoJSON(tropo));
  });
}

page('/voice', (tropo, request) => {
  const session = Session(request.body);
  tell({ at: '/voice', session: session.id });
  tropo.call(`+${session.parameters.numbertodial}`);
  asks(tropo, 'spice', new Choices('pepper(1), salt(2)'), 'Press 1 for pepper, 2 for salt.', address('/spice', { session: session.id }));
});

page('/spice', (tropo, request) => {
  const spice = answered(request);
  const grams = new Choices('[1-4 DIGITS]', 'dtmf', '#');
  asks(tropo, 'grams', grams, `How many grams of ${spice}?`, address('/grams', { ...request.query, spice }), 2);
});

page('/grams', (tropo, request) => {
  const grams = answered(request);
  const prompt = `${grams} grams of ${request.query.spice}: yes or no?`;
  asks(tropo, 'sure', new Choices('yes(yes, y, 1), no(no, n, 2)'), prompt, address('/sure', { ...request.query, grams }));
});

page('/sure', (tropo, request) => {
  const { spice, grams } = request.query;
  tropo.say(answered(request) === 'yes' ? `${grams} grams of ${spice} are on their way.` : 'Another time, then.');
  tropo.hangup();
});

page('/text', (tropo, request) => {
  const session = Session(request.body);
  tell({ at: '/text', session: session.id, value: session.initialText });
  // the text that began it answers the first question, whatever it asks
  asks(tropo, 'first', new Choices('[ANY]'), 'Hello?', address('/city', { session: session.id }));
});

page('/city', (tropo, request) => {
  answered(request);
  asks(tropo, 'city', new Choices('[ANY]'), 'Which city?', address('/days', request.query));
});

page('/days', (tropo, request) => {
  const city = answered(request);
  asks(tropo, 'days', new Choices('[1 DIGIT]'), `How many days in ${city}?`, address('/trip', { ...request.query, city }), 2);
});

page('/trip', (tropo, request) => {
  tropo.say(`${answered(request)} days in ${request.query.city} are booked.`);
});

page('/nothing', (tropo, request) => {
  answered(request);
  tropo.hangup();
});

page('/gone', (tropo, request) => {
  answered(request);
});

const server = app.listen(Number(process.argv[2]), '127.0.0.1', () => console.log(server.address().port));
