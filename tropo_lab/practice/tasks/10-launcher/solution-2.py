from urllib.parse import urlencode

from requests.auth import HTTPBasicAuth


def send_text(http, sid, auth_token, to, msg):
    return http.request(
        "POST",
        "https://api.twilio.com/2010-04-01/Accounts/" + sid + "/Messages.json",
        data=urlencode({"Body": msg, "From": "+14075550100", "To": to}),
        headers={"Content-Type": "application/x-www-form-urlencoded"},
        auth=HTTPBasicAuth(sid, auth_token),
    )
