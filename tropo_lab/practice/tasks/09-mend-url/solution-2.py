from urllib.parse import quote, urlencode

mended_url = "http://api.tropo.com/1.0/sessions?" + urlencode(
    {
        "action": "create",
        "token": "MESSAGING-TOKEN",
        "numbertodial": "+14075550134",
        "msg": "Fish & chips at 7",
    },
    quote_via=quote,
)
