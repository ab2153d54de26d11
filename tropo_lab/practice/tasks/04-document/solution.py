my_document = {
    "tropo": [
        {"message": {"to": "+14075550134", "say": {"value": "On my way"}, "network": "SMS"}},
    ]
}
