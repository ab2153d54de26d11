my_script = """
call("+" + numbertodial, {"network": "SMS"})
say(train + " is " + minutes + " minutes late")
hangup()
"""
