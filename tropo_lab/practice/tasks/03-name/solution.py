my_script = """\
call("+" + numbertodial, {"network": "SMS"})
say("Hello " + name + ", see you at 3")
"""
