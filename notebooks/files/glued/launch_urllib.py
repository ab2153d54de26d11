# The message is glued to the address: a lesson on what is lost.
from urllib.request import urlopen

msg = "Fish & chips + tea"
sessions = "http://api.tropo.com/1.0/sessions"
print(urlopen(f"{sessions}?action=create&token=TOKEN&numbertodial=14075550112&msg={msg}").read())
