my_script = """
message("Hello " + name + ", " + msg, {"to": "+" + numberToDial, "network": "SMS"})
"""
