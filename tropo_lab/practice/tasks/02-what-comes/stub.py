comes = {
    "the messaging token": "",
    "the voice token": "",
    "the voice token of an app that has no voice address": "",
    "the messaging token, with one letter mistyped": "",
}
