mended_url = (
    "http://api.tropo.com/1.0/sessions?action=create&token=MESSAGING-TOKEN"
    "&numbertodial=%2B14075550134&msg=Fish+%26+chips+at+7"
)
