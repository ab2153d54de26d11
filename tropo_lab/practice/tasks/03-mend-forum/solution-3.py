theirs = 'message(f"You are number {int(count) + 1} in line", {"to": numbertodial, "network": "SMS"})'
