my_script = """\
call("+" + numbertodial, {"network": "SMS"})
say("Hello, see you at 3")
"""
