addresses = {
    "voice": "http://catcher.example/messaging",
    "messaging": "http://catcher.example/messaging",
}
