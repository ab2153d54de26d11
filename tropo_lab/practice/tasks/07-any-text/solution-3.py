def launch_address(msg):
    signs = "".join(f"%{byte:02X}" for byte in msg.encode())
    address = "http://api.tropo.com/1.0/sessions?action=create&token=WEBAPI-TOKEN"
    return f"{address}&numbertodial=14075550112&msg={signs}"
