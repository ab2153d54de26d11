mended_reply = {
    "tropo": [
        {"message": {"to": number, "say": {"value": "Bus at 9"}, "network": "SMS", "channel": "TEXT"}}
        for number in ("+14075550112", "+14075550134")
    ]
}
