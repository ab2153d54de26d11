# Starts a Tropo session with net/http: a POST with a form in its body.
# Run it with: ruby launch.rb

require 'net/http'
require 'uri'

uri = URI.parse('http://api.tropo.com/1.0/sessions')
reply = Net::HTTP.post_form(uri,
  'action' => 'create',
  'token' => 'TOKEN',
  'numbertodial' => '14075550112',
  'msg' => 'test Tropo message'
)

puts reply.body
