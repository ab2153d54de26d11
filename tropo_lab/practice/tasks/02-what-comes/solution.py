comes = {
    "the messaging token": "text",
    "the voice token": "call",
    "the voice token of an app that has no voice address": "nothing",
    "the messaging token, with one letter mistyped": "refused",
}
