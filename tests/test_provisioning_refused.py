"""Provisioning requests that are refused: each with a fitting status, one sentence, and nothing changed."""

import base64

import pytest

from tests.provisioning import WEBAPI_APP, Client

TOKEN = {"type": "token", "channel": "voice"}
APPS, APP, ADDRESSES = "applications", "applications/100001", "applications/100001/addresses"


@pytest.fixture
def client(sealed):
    client = Client(sealed)
    client.app(), client.token(APP), client.number(APP)
    return client


def without(key):
    return {name: value for name, value in WEBAPI_APP.items() if name != key} | ({} if key == "name" else {"name": "y"})


# what is asked → the status, and what the sentence says
REFUSED = {
    "no name": ("POST", APPS, without("name"), 400, "`name` is missing: send it as a text"),
    "empty name": ("POST", APPS, {**WEBAPI_APP, "name": ""}, 400, "`name` is missing"),
    "name that is a list": ("POST", APPS, {**WEBAPI_APP, "name": ["x"]}, 400, '`name` must be a text such as "My app"'),
    "unprintable name": ("POST", APPS, {**WEBAPI_APP, "name": "a\x1b"}, 400, "needs a name: give it as printable text"),
    "endless name": ("POST", APPS, {**WEBAPI_APP, "name": "x" * 257}, 400, "has 257 characters; 256 is the most"),
    "name that is taken": ("POST", APPS, WEBAPI_APP, 400, "Application 100001 has the name 'mine' already"),
    "no platform": ("POST", APPS, without("platform"), 400, "`platform` is missing"),
    "unknown platform": ("POST", APPS, {**without(""), "platform": "c"}, 400, "must be webapi or scripting, not 'c'"),
    "no URL": ("POST", APPS, without("messagingUrl"), 400, "needs a `voiceUrl`, a `messagingUrl`, or both"),
    "URL of another kind": ("POST", APPS, {**without(""), "voiceUrl": "ftp://x/"}, 400, "must be an http:// URL"),
    "URL that is true": ("POST", APPS, {**without(""), "voiceUrl": True}, 400, "`voiceUrl` must be a text"),
    "unknown partition": ("POST", APPS, {**without(""), "partition": "x"}, 400, "must be staging or production, not"),
    "list as body": ("POST", APPS, [1], 400, "must be one JSON object, such as"),
    "unknown app": ("GET", "applications/7", None, 404, "no application '7'; the account has: 100001 (mine)"),
    "last URL taken away": ("PUT", APP, {"messagingUrl": ""}, 400, "needs a `voiceUrl`, a `messagingUrl`, or both"),
    "app deleted twice": ("DELETE", "applications/100002", None, 404, "There is no application '100002'"),
    "address without type": ("POST", ADDRESSES, {}, 400, "`type` is missing"),
    "skype": ("POST", ADDRESSES, {"type": "skype"}, 400, "no addresses of type 'skype'; it has number and token"),
    "instant messages": ("POST", ADDRESSES, {"type": "aim", "username": "x", "password": "y"}, 400, "of type 'aim'"),
    "token without channel": ("POST", ADDRESSES, {"type": "token"}, 400, "`channel` is missing"),
    "unknown channel": ("POST", ADDRESSES, {**TOKEN, "channel": "fax"}, 400, "must be voice or messaging, not 'fax'"),
    "number of no kind": ("POST", ADDRESSES, {"type": "number"}, 400, "send a `prefix` such as"),
    "prefix nobody has": ("POST", ADDRESSES, {"type": "number", "prefix": "1999"}, 404, "with '1999'; the prefixes"),
    "number that is none": ("POST", ADDRESSES, {"type": "number", "number": "x"}, 400, "'x' is not a phone number"),
    "number of somebody": ("POST", ADDRESSES, {"type": "number", "number": "+12125550123"}, 404, "is not to be had"),
    "number that is taken": ("POST", ADDRESSES, {"type": "number", "number": "+14075550100"}, 400, "to application"),
    "list of a prefix nobody has": ("GET", "addresses?available&prefix=2", None, 404, "Nobody has numbers that begin"),
    "token it has not": ("DELETE", f"{ADDRESSES}/token/x", None, 404, "has no token 'x'; GET its addresses"),
    "number it has not": ("DELETE", f"{ADDRESSES}/number/+14075550199", None, 404, "has no number '+14075550199'"),
    "address of no type": ("DELETE", f"{ADDRESSES}/sip/x", None, 400, "no addresses of type 'sip'"),
    "another method": ("PATCH", APP, {}, 405, "PATCH is not for /v1/applications/100001; use GET, PUT, DELETE"),
    "deleting all": ("DELETE", APPS, None, 405, "use GET, POST"),
    "another path": ("GET", "users/me", None, 404, "nothing at /v1/users/me; the lab has applications, addresses and"),
    "the whole of it": ("GET", "", None, 404, "There is nothing at /v1/"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_a_refused_request_is_told_why_and_changes_nothing(name, client):
    before = client.get(APPS), client.get("addresses")
    method, path, given, status, says = REFUSED[name]
    reply = client.asked(method, path, given)
    assert reply.status_code == status and list(reply.json()) == ["error"]
    assert says in reply.json()["error"] and reply.json()["error"].endswith(".")
    assert (client.get(APPS), client.get("addresses")) == before


BODIES = {
    "nothing": b"",
    "half of it": b'{"name": ',
    "XML": b"<application/>",
    "no UTF-8": b'{"name": "\xe9"}',
    "endless": b"[" * 100_000,
    "null": b"null",
    "larger than 1 MiB": b'{"name": "' + b"x" * (1 << 20) + b'"}',
}


@pytest.mark.parametrize("name", BODIES)
@pytest.mark.parametrize("method, path", [("POST", APPS), ("PUT", APP), ("POST", ADDRESSES)])
def test_a_body_that_is_no_object_is_one_sentence(name, method, path, client):
    reply = client.asked(method, path, data=BODIES[name], headers={"Content-Type": "application/json"})
    assert reply.status_code == 400 and reply.json()["error"].startswith("The body ")


def test_the_hundred_numbers_of_a_prefix_can_run_out(client):
    for _ in range(99):
        client.number(APP)
    reply = client.asked("POST", ADDRESSES, {"type": "number", "prefix": "1407"})
    assert (reply.status_code, "All 100 numbers are taken" in reply.json()["error"]) == (400, True)


def test_the_last_token_and_the_last_number_may_go_and_come_back(client):
    for one in client.get(ADDRESSES):
        client.delete(one["href"].partition("/v1/")[2])
    assert client.get(ADDRESSES) == []
    assert client.token(APP) and client.number(APP) == "+14075550100"


# who may ask


def basic(text):
    return {"Authorization": f"Basic {base64.b64encode(text.encode()).decode()}"}


STRANGERS = {
    "nobody": ({}, "authentication required"),
    "a bearer": ({"Authorization": "Bearer lab-user:lab-password"}, "authentication required"),
    "wrong password": (basic("lab-user:nope"), "This name or password is wrong"),
    "wrong name": (basic("nope:lab-password"), "This name or password is wrong"),
    "no colon": (basic("lab-user"), "This name or password is wrong"),
    "no base64": ({"Authorization": "Basic *"}, "not base64 of NAME:PASSWORD"),
    "no UTF-8": ({"Authorization": "Basic /w=="}, "not base64 of NAME:PASSWORD"),
}


@pytest.mark.parametrize("name", STRANGERS)
@pytest.mark.parametrize("path", [APPS, APP, "nowhere"])
def test_strangers_are_asked_for_name_and_password_and_learn_nothing(name, path, client):
    headers, says = STRANGERS[name]
    reply = client.asked("GET", path, auth=None, headers=headers)
    assert reply.status_code == 401 and reply.headers["WWW-Authenticate"].startswith("Basic ")
    assert list(reply.json()) == ["error"] and says in reply.json()["error"]


def test_the_account_is_a_name_and_a_password_that_the_lab_shows(sealed):
    assert (sealed.account.name, sealed.account.password) == sealed.account
    assert repr(sealed.account) == "Account(name='lab-user', password='lab-password')"


def test_a_page_elsewhere_may_not_provision(lab):
    reply = Client(lab).asked("POST", APPS, WEBAPI_APP, headers={"Origin": "http://elsewhere.example"})
    assert reply.status_code == 403 and Client(lab).get(APPS) == []
