nearest = {
    "say": "stream",
    "ask": "input",
    "transfer": "connect",
    "conference": "conversation",
    **dict.fromkeys(("choices", "hangup", "message")),
}
