reminder = """\
call("+" + customer, {"network": "SMS"})
say(words)
"""
