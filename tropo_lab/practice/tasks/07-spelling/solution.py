my_script = """
hello = "Hello " + name if "name" in globals() else "Hello"
message(hello + ", " + msg, {"to": "+" + numbertodial, "network": "SMS"})
"""
