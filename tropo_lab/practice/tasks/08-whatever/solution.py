my_script = """
event = call("+" + numbertodial)
if event.name == "answer":
    event = ask("Are you coming on Friday?", {"choices": "yes(yes, y, 1), no(no, n, 2)", "timeout": 10})
if event.name == "choice":
    say("Thank you.")
else:
    message("Are you coming on Friday? Please call us.", {"to": "+" + numbertodial, "network": "SMS"})
"""
