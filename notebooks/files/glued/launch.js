// The message is glued to the address: a lesson on what is lost.
var http = require('http');

var msg = 'Fish & chips + tea';
var url = 'http://api.tropo.com/1.0/sessions?action=create&token=TOKEN&numbertodial=14075550112&msg=' + encodeURI(msg);
http.get(url, function (reply) { reply.pipe(process.stdout); });
