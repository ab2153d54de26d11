# The message is glued to the address: a lesson on what is lost.
require 'net/http'

msg = 'Fish & chips + tea'
puts Net::HTTP.get(URI("http://api.tropo.com/1.0/sessions?action=create&token=TOKEN&numbertodial=14075550112&msg=#{msg}"))
