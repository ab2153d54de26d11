who = {
    "showed Tropo the token": "launcher",
    "answered the browser": "launcher",
    "was asked what to do": "catcher",
    "said that it shall be an SMS": "catcher",
    "handed the text to the phone": "tropo",
}
