my_script = """
answered = []
call("+" + numbertodial)
if currentCall and currentCall.isActive():
    ask("Are you coming on Friday?", {
        "choices": "yes(yes, y, 1), no(no, n, 2)",
        "timeout": 10,
        "onChoice": lambda event: answered.append(event.value),
    })
if answered:
    say("Thank you.")
else:
    message("Are you coming on Friday? Please call us.", {"to": "+" + numbertodial, "network": "SMS"})
"""
