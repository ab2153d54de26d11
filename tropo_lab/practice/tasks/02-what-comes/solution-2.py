comes = {
    "the messaging token, with one letter mistyped": "Refused",
    "the voice token of an app that has no voice address": "Nothing",
    "the voice token": " call ",
    "the messaging token": "Text",
}
