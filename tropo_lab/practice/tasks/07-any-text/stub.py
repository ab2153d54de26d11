from urllib.parse import quote


def launch_address(msg):
    address = "http://api.tropo.com/1.0/sessions?action=create&token=WEBAPI-TOKEN"
    return quote(address + "&numbertodial=14075550112&msg=" + msg, safe=":/?&=+#,")
