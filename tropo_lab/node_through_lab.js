// Loaded before a Node program (`node --require`): its connections to api.tropo.com lead to the lab.
// Node 20 heeds no proxy settings. Only the connection is changed: path, headers and body stay as they were.
'use strict';
const http = require('http');
const https = require('https');
const net = require('net');

const [host, port] = process.env.TROPO_LAB_ADDRESS.split(':');

// Every http.request and https.request, in each of its spellings, gets its socket from an agent.
for (const { Agent } of [http, https]) {
  const connect = Agent.prototype.createConnection;
  Agent.prototype.createConnection = function (options, ...rest) {
    if (String(options.host).toLowerCase() !== 'api.tropo.com') return connect.call(this, options, ...rest);
    // a plain socket for https too: the lab has no certificate for that name
    return net.connect({ host, port: Number(port) });
  };
}
