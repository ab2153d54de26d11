my_script = """\
words = train + " is " + minutes + " minutes late"
message(words, {"to": "+" + numbertodial, "network": "SMS"})
"""
