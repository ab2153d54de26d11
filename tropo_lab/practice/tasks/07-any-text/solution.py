from urllib.parse import quote_plus


def launch_address(msg):
    address = "http://api.tropo.com/1.0/sessions?action=create&token=WEBAPI-TOKEN"
    return address + "&numbertodial=14075550112&msg=" + quote_plus(msg)
