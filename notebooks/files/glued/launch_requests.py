# The message is glued to the address: a lesson on what is lost.
import requests

msg = "Fish & chips + tea"
sessions = "http://api.tropo.com/1.0/sessions"
print(requests.get(f"{sessions}?action=create&token=TOKEN&numbertodial=14075550112&msg={msg}").text)
