who = {
    "handed the text to the phone": "Tropo",
    "said that it shall be an SMS": "the catcher",
    "was asked what to do": "the catcher",
    "answered the browser": "the launcher",
    "showed Tropo the token": "the launcher",
}
