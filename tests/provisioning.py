"""The provisioning API as its clients use it: JSON out, JSON in, with the account's name and password."""

API = "https://api.tropo.com/v1/"
WEBAPI_APP = {"name": "mine", "platform": "webapi", "messagingUrl": "http://catcher.example/messaging"}


class Client:
    """Asks one lab. `asked` gives the whole reply; the verbs give the JSON of a success."""

    def __init__(self, lab):
        self.lab = lab

    def asked(self, method, path, given=None, **more):
        return self.lab.http.request(method, API + path, json=given, **{"auth": self.lab.account, **more})

    def _good(self, *asked):
        reply = self.asked(*asked)
        assert reply.status_code == 200, reply.text
        return reply.json()

    def get(self, path):
        return self._good("GET", path)

    def post(self, path, given):
        return self._good("POST", path, given)

    def put(self, path, given):
        return self._good("PUT", path, given)

    def delete(self, path):
        return self._good("DELETE", path)

    def app(self, **given):
        """Make an app and give its path, such as `applications/100001`."""
        return self.post("applications", {**WEBAPI_APP, **given})["href"].removeprefix(API)

    def token(self, app, channel="messaging"):
        """Give an app one more token."""
        return self.post(f"{app}/addresses", {"type": "token", "channel": channel})["href"].rpartition("/")[2]

    def number(self, app, **given):
        """Give an app one more number."""
        given = given or {"prefix": "1407"}
        return self.post(f"{app}/addresses", {"type": "number", **given})["href"].rpartition("/")[2]

    def addresses(self, app, kind):
        """The app's addresses of one type."""
        return [one for one in self.get(f"{app}/addresses") if one["type"] == kind]
