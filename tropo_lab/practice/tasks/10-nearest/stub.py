nearest = {
    "ask": "",
    "choices": "",
    "conference": "",
    "hangup": "",
    "message": "",
    "say": "",
    "transfer": "",
}
