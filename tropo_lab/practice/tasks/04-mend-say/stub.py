mended = {"tropo": [{"message": {"to": "+14075550134", "say": "On my way"}}]}
