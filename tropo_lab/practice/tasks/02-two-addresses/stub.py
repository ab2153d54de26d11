addresses = {
    "voice": "http://catcher.example/voice",
    "messaging": "http://catcher.example/messaging",
}
