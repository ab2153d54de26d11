reminder = """\
line = call("tel:+" + customer, {"network": "SMS"})
if line.name == "answer":
    say(str(words))
    hangup()
"""
