who = {
    "showed Tropo the token": "",
    "answered the browser": "",
    "was asked what to do": "",
    "said that it shall be an SMS": "",
    "handed the text to the phone": "",
}
