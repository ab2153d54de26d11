mended = {
    "tropo": [{"message": {"to": "+14075550134", "say": [{"value": "On my way"}], "channel": "TEXT", "network": "SMS"}}]
}
