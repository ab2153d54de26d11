my_script = """
try:
    hello = "Hello " + name
except NameError:
    hello = "Hello"
call("+" + numbertodial, {"network": "SMS"})
say(hello + ", " + msg)
"""
