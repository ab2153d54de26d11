my_script = """\
message(f"Hello {name}, see you at 3", {"to": "+" + numbertodial, "network": "SMS"})
"""
