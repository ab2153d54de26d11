my_script = 'call(numbertodial, {"channel": "TEXT", "network": "SMS"})\nsay("Hello %s, see you at 3" % name)'
