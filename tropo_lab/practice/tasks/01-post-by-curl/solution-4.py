command = """curl https://api.tropo.com/1.0/sessions --data-urlencode token=MESSAGING-TOKEN -d action=create \\
    --data-urlencode numbertodial=14075550134 --data-urlencode 'msg=See you at 3'"""
