nearest = {
    "ask": "input",
    "choices": None,
    "conference": "conversation",
    "hangup": None,
    "message": None,
    "say": "talk",
    "transfer": "connect",
}
