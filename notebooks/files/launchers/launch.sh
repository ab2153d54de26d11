#!/bin/sh
# Starts a Tropo session with curl: a GET with everything in the query.
# Run it with: sh launch.sh

token='TOKEN'
numbertodial='14075550112'
msg='test Tropo message'

# --get moves the data into the query; --data-urlencode keeps spaces and signs safe
curl --silent --show-error --max-time 10 --write-out '\n' --get \
    --data 'action=create' \
    --data "token=$token" \
    --data-urlencode "numbertodial=$numbertodial" \
    --data-urlencode "msg=$msg" \
    'http://api.tropo.com/1.0/sessions'
