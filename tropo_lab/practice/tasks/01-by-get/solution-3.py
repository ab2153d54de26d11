from urllib.parse import urlencode


def launch(http, number, msg):
    pairs = [("msg", msg), ("numbertodial", f"+{number}"), ("token", "MESSAGING-TOKEN"), ("action", "create")]
    return http.request("GET", "http://api.tropo.com/1.0/sessions?" + urlencode(pairs))
