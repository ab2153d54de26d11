addresses = dict.fromkeys(("messaging", "voice"), "http://catcher.example/messaging")
