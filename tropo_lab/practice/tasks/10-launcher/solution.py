def send_text(http, sid, auth_token, to, msg):
    url = f"https://api.twilio.com/2010-04-01/Accounts/{sid}/Messages.json"
    return http.post(url, data={"To": to, "From": "+14075550100", "Body": msg}, auth=(sid, auth_token))
