from urllib.parse import quote


def launch(http, number, msg):
    start = "https://api.tropo.com/1.0/sessions?action=create&token=MESSAGING-TOKEN"
    return http.get(f"{start}&numbertodial={number}&msg={quote(msg)}").text
