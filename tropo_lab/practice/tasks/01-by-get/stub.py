def launch(http, number, msg):
    return None
