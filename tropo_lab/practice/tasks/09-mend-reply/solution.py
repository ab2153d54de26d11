mended_reply = """{"tropo": [
    {"message": {"to": "+14075550134", "say": {"value": "Bus at 9"}, "network": "SMS"}},
    {"message": {"to": "+14075550112", "say": {"value": "Bus at 9"}, "network": "SMS"}}
]}"""
