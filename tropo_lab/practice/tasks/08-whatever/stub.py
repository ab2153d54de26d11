my_script = """
call("+" + numbertodial)
ask("Are you coming on Friday?", {"choices": "yes(yes, y, 1), no(no, n, 2)", "timeout": 10})
say("Thank you.")
"""
