def send_text(http, sid, auth_token, to, msg):
    return None
