my_document = {
    "tropo": [
        {"call": {"to": "+14075550134", "channel": "TEXT", "network": "SMS"}},
        {"say": [{"value": "On my way"}]},
    ]
}
