// A catcher and a launcher made with the npm package `tropo-webapi`, as it is published.
//   node catcher.js catch          serves /messaging and /result; prints its port, then what it learns, one JSON a line
//   node catcher.js launch TOKEN   launches a session; prints the reply's body
'use strict';
const http = require('http');
const { TropoWebAPI, TropoJSON } = require('tropo-webapi');
const { TropoSession } = require('tropo-webapi/lib/tropo-session');

function answer(url, text) {
  const tropo = new TropoWebAPI();
  if (url === '/messaging') {
    // the package's Session is a global function, to be called without `new`; so is its Result; Say is a global, too
    const session = Session(text);
    console.log(JSON.stringify({ session: session.id, parameters: session.parameters }));
    const { numbertodial, msg } = session.parameters;
    tropo.message(new Say(msg), '+' + numbertodial, null, 'TEXT', null, null, 'SMS');
    tropo.on('continue', null, '/result', true);
  } else {
    const result = Result(text);
    console.log(JSON.stringify({ result: result.sessionId, state: result.state, complete: result.complete }));
    tropo.hangup();
  }
  return TropoJSON(tropo);
}

if (process.argv[2] === 'catch') {
  const server = http.createServer((request, response) => {
    const parts = [];
    request.on('data', (part) => parts.push(part));
    request.on('end', () => response.end(answer(request.url, Buffer.concat(parts).toString('utf8'))));
  });
  server.listen(0, '127.0.0.1', () => console.log(server.address().port));
} else {
  const session = new TropoSession();
  session.addListener('responseBody', (text) => console.log(text));
  session.makeApiCall(process.argv[3], { numbertodial: '14075550112', msg: 'from Node é 😀' });
}
