my_twiml = ""
