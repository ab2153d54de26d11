command = r"""
$ curl http://api.tropo.com/1.0/sessions \
    -H 'Content-Type: application/json' \
    --data '{"token": "MESSAGING-TOKEN", "numbertodial": "14075550134", "msg": "See you at 3"}'
"""
