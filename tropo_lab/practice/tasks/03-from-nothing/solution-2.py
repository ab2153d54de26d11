reminder = 'message(words, {"to": "+" + customer, "network": "SMS"})'
