// Starts a Tropo session with Node's own http module: a GET with everything in the query.
// Run it with: node launch.js

var http = require('http');
var querystring = require('querystring');

var query = querystring.stringify({
  action: 'create',
  token: 'TOKEN',
  numbertodial: '14075550112',
  msg: 'test Tropo message'
});

http.get('http://api.tropo.com/1.0/sessions?' + query, function (reply) {
  reply.setEncoding('utf8');
  reply.on('data', function (text) { process.stdout.write(text); });
  reply.on('end', function () { process.stdout.write('\n'); });
});
