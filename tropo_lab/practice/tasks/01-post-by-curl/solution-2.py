command = (
    "curl -X POST 'http://api.tropo.com/1.0/sessions"
    "?action=create&token=MESSAGING-TOKEN&numbertodial=14075550134&msg=See%20you%20at%203'"
)
