"""Apps made by way of the provisioning API: they work at once, change, and are gone when they are deleted."""

import json

import pytest

from tests.catchers import MESSAGE, Scripted
from tests.provisioning import API, Client
from tropo_lab import Lab
from tropo_lab.errors import NotFound

SESSIONS = "http://api.tropo.com/1.0/sessions"
PHONE = "+14075550112"


@pytest.fixture
def client(sealed):
    return Client(sealed)


def start(lab, token):
    """Launch with a token; True when it was routed."""
    return "<success>true" in lab.http.get(SESSIONS, params={"action": "create", "token": token}).text


def test_a_new_app_texts_at_once(any_lab):
    client, url = Client(any_lab), any_lab.host(Scripted([MESSAGE]))
    app = client.app(messagingUrl=f"{url}/messaging")
    token, number = client.token(app), client.number(app)
    assert start(any_lab, token) and any_lab.trace().outcome.ok
    assert any_lab.trace().app == "mine" and any_lab.phone(PHONE).texts[-1].from_number == number


def test_an_answer_is_status_200_on_one_line_of_json(client):
    reply = client.asked("POST", "applications", {"name": "x", "platform": "webapi", "voiceUrl": "http://a.example/"})
    assert (reply.status_code, reply.headers["Content-Type"]) == (200, "application/json; charset=UTF-8")
    assert reply.text == '{"href":"https://api.tropo.com/v1/applications/100001"}'


def test_each_token_of_a_side_starts_it(client, sealed):
    catcher = Scripted([MESSAGE])
    url = sealed.host(catcher)
    app = client.app(voiceUrl=f"{url}/voice", messagingUrl=f"{url}/messaging")
    tokens = [client.token(app, channel) for channel in ("voice", "messaging", "voice", "messaging")]
    assert len(set(tokens)) == 4 and all(len(token) == 88 for token in tokens)
    assert all(start(sealed, token) for token in tokens)
    assert [path for path, _, _ in catcher.asked] == ["/voice", "/messaging"] * 2


def test_each_number_of_an_app_is_callable_and_the_session_says_which_was_called(client, sealed):
    catcher = Scripted([{"say": {"value": "hello"}}])
    app = client.app(voiceUrl=sealed.host(catcher))
    numbers = [client.number(app), client.number(app, prefix="1239"), client.number(app, number="+14075550142")]
    assert numbers == ["+14075550100", "+12395550100", "+14075550142"]
    for number in numbers:
        sealed.phone(PHONE).call(number)
    called = [catcher.json(place)["session"]["to"]["e164Id"] for place in range(3)]
    assert called == [number.lstrip("+") for number in numbers]


def test_a_text_is_answered_from_the_number_that_was_texted(client, sealed):
    app = client.app(messagingUrl=sealed.host(Scripted([{"say": {"value": "hello"}}])))
    client.number(app)
    second = client.number(app)
    sealed.phone(PHONE).text(second, "hi")
    assert sealed.phone(PHONE).texts[-1].from_number == second


def test_an_app_without_a_number_cannot_text_and_says_so(client, sealed):
    app = client.app(messagingUrl=sealed.host(Scripted([MESSAGE])))
    start(sealed, client.token(app))
    assert sealed.phone(PHONE).texts == []
    assert any(line.rule == "no-number" and "This app has no number" in line.text for line in sealed.trace().log)


def test_the_calls_of_an_app_without_a_number_are_anonymous(client, sealed):
    app = client.app(voiceUrl=sealed.host(Scripted([{"call": {"to": PHONE}}, {"say": {"value": "hello"}}])))
    start(sealed, client.token(app, "voice"))
    assert sealed.trace().outcome.ok
    assert b"From: anonymous\r\n" in sealed.trace().of_kind("call")[0].wire


def test_a_deleted_token_starts_nothing_and_never_comes_again(client, sealed):
    app = client.app()
    first, second = client.token(app), client.token(app)
    assert client.delete(f"{app}/addresses/token/{second}") == {"message": "delete successful"}
    assert not start(sealed, second) and start(sealed, first)
    assert client.token(app) not in (first, second)


def test_a_deleted_number_is_free_again(client, sealed):
    app, other = client.app(), client.app(name="other")
    number = client.number(app)
    client.delete(f"{app}/addresses/number/{number.lstrip('+')}")
    assert client.number(other) == number
    assert [one["number"] for one in client.addresses(app, "number")] == []


def test_a_deleted_app_is_gone_with_its_tokens_and_its_numbers(client, sealed):
    app = client.app()
    token, number = client.token(app), client.number(app)
    assert client.delete(app) == {"message": "delete successful"}
    assert client.get("applications") == [] and not start(sealed, token)
    with pytest.raises(NotFound, match="No app has the number"):
        sealed.phone(PHONE).text(number, "hi")
    again = client.app()
    assert again == "applications/100002" and client.number(again) == number
    assert client.token(again) != token


def test_a_change_leaves_what_it_does_not_name(client, sealed):
    app = client.app(voiceUrl="http://catcher.example/voice")
    token = client.token(app)
    assert client.put(app, {"name": "yours", "partition": "production", "voiceUrl": None}) == {"href": API + app}
    shown = client.get(app)
    assert (shown["name"], shown["partition"], shown["voiceUrl"]) == ("yours", "production", None)
    assert shown["messagingUrl"] == "http://catcher.example/messaging"
    assert start(sealed, token) and sealed.trace().app == "yours"


def test_what_a_get_gives_can_be_put_back(client):
    app = client.app()
    shown = client.get(app)
    client.put(app, shown)
    assert client.get(app) == shown


def test_a_renamed_app_keeps_its_place_in_the_list(client):
    one, _ = client.app(name="one"), client.app(name="two")
    client.put(one, {"name": "three"})
    assert [app["name"] for app in client.get("applications")] == ["three", "two"]


def test_apps_of_the_lab_and_of_the_api_are_the_same_apps(client, sealed):
    mine = sealed.app("by hand", messaging="http://catcher.example/")
    app = client.get("applications")[0]["href"].removeprefix(API)
    assert [one["token"] for one in client.addresses(app, "token")] == [mine.voice_token, mine.messaging_token]
    token = client.token(app)
    client.delete(f"{app}/addresses/token/{mine.messaging_token}")
    assert sealed.app("by hand", messaging="http://catcher.example/new").messaging_token == token
    assert client.get(app)["messagingUrl"] == "http://catcher.example/new"


def test_an_app_of_the_lab_gets_what_it_lacks_when_it_is_set_up_by_name(client, sealed):
    client.app()
    app = sealed.app("mine", messaging="http://catcher.example/")
    assert app.id == "100001" and len(app.messaging_token) == 88 and app.number


def test_an_app_shows_all_that_it_has(client, sealed):
    app = client.app()
    tokens, number = [client.token(app), client.token(app)], client.number(app)
    (shown,) = sealed._engine.cloud.apps.by_name.values()
    ends = f"…{tokens[0][-6:]}, …{tokens[1][-6:]}"
    assert repr(shown) == f"App 'mine', {number}: messaging http://catcher.example/messaging (token {ends})"
    client.app(name="bare")
    assert repr(sealed._engine.cloud.apps.named("bare")).startswith("App 'bare', no number yet: messaging")
    assert "no token yet" in repr(sealed._engine.cloud.apps.named("bare"))


def test_the_numbers_that_can_be_had_are_listed_by_prefix_and_taken_ones_left_out(client):
    app = client.app()
    numbers = [one["number"] for one in client.get("addresses?available&prefix=1407")]
    assert len(numbers) == 100 and client.number(app) == numbers[0]
    assert [one["number"] for one in client.get("addresses?available&prefix=1407")] == numbers[1:]
    assert len(client.get("addresses?available")) == 999
    assert [one["number"] for one in client.get("addresses")] == numbers[:1]


def test_every_exchange_has_numbers_that_begin_with_its_prefix(client):
    for exchange in client.get("exchanges"):
        number = client.get(f"addresses?available&prefix={exchange['prefix']}")[0]
        assert number["number"].startswith(f"+{exchange['prefix']}55501")
        assert (number["prefix"], number["city"]) == (exchange["prefix"], exchange["city"])


def test_one_address_can_be_asked_for_by_its_href(client):
    app = client.app()
    client.token(app), client.number(app)
    for one in client.get(f"{app}/addresses"):
        assert client.get(one["href"].removeprefix(API)) == one


def test_apps_changes_and_deletions_outlast_a_restart(tmp_path):
    db = str(tmp_path / "lab.db")
    with Lab(sockets=False, db=db) as lab:
        client = Client(lab)
        one, two, last = client.app(name="one"), client.app(name="two"), client.app(name="last")
        tokens = [client.token(one), client.token(one, "voice"), client.token(two), client.token(last)]
        client.number(one), client.number(one), client.put(two, {"name": "2"})
        client.delete(f"{one}/addresses/token/{tokens[0]}"), client.delete(last)
        before = [client.get("applications"), client.get("addresses")]
    with Lab(sockets=False, db=db) as lab:
        client = Client(lab)
        assert [client.get("applications"), client.get("addresses")] == before
        assert not start(lab, tokens[0]) and start(lab, tokens[1]) and not start(lab, tokens[3])
        assert client.token(one) not in tokens
        assert client.app(name="last") == "applications/100004" and client.token("applications/100004") not in tokens


def test_an_app_of_an_older_journal_is_there_again(tmp_path):
    db, record = str(tmp_path / "lab.db"), {"voice": None, "messaging": "http://catcher.example/", "name": "old"}
    with Lab(sockets=False, db=db) as lab:
        old = {**record, "voice_token": "V", "messaging_token": "M", "number": "+13215550100"}
        lab._engine.cloud.journal.keep_app(100001, "old", old)
    with Lab(sockets=False, db=db) as lab:
        app = lab._engine.cloud.apps.named("old")
        assert (app.id, app.voice_token, app.messaging_token, app.numbers) == ("100001", "V", "M", ("+13215550100",))


def test_addresses_in_answers_lead_to_where_the_client_asked(lab):
    base = f"http://{lab.address}/v1/applications"
    given = {"name": "x", "platform": "webapi", "voiceUrl": "http://a.example/"}
    href = lab.http.post(base, json=given, auth=lab.account).json()["href"]
    assert href == f"{base}/100001" and lab.http.get(href, auth=lab.account).json()["name"] == "x"


@pytest.mark.parametrize(
    "label", ["application/json", "text/json", "application/x-www-form-urlencoded", "text/plain", ""]
)
def test_json_is_read_under_every_label_that_clients_gave_it(client, label):
    body = json.dumps({"name": "x", "platform": "webapi", "voiceUrl": "http://a.example/"})
    reply = client.asked("POST", "applications", data=body, headers={"Content-Type": label} if label else {})
    assert reply.status_code == 200


def test_a_form_is_read_as_one(client):
    app = client.app()
    assert client.asked("POST", f"{app}/addresses", data={"type": "number", "prefix": "+1407"}).status_code == 200
    assert [one["number"] for one in client.addresses(app, "number")] == ["+14075550100"]


def test_the_lab_api_shows_all_tokens_and_numbers_of_an_app(lab):
    client = Client(lab)
    app = client.app()
    token, number = client.token(app), client.number(app)
    (shown,) = lab.http.get("http://api.tropo.com/lab/apps").json()["apps"]
    assert shown["tokens"] == [{"channel": "messaging", "token": token}] and shown["numbers"] == [number]
    assert (shown["messaging_token"], shown["voice_token"], shown["number"]) == (token, "", number)


# hosted scripts, by their address


def test_a_scripting_app_runs_what_its_url_gives(lab):
    client = Client(lab)
    code = b"message(msg, {'to': '+14075550112', 'network': 'SMS'})"
    url = lab.host(Scripted(("200 OK", [("Content-Type", "text/plain")], code)))
    app = client.app(platform="scripting", messagingUrl=f"{url}/hello.py")
    client.number(app)
    lab.http.get(SESSIONS, params={"action": "create", "token": client.token(app), "msg": "from a file"})
    assert lab.phone(PHONE).texts[-1].text == "from a file" and lab.trace().flow == "scripting"


def test_a_scripting_app_shows_its_platform_and_its_urls(client):
    app = client.app(platform="scripting", voiceUrl="http://a.example/call.rb", messagingUrl="http://a.example/text.js")
    shown = client.get(app)
    assert (shown["platform"], shown["voiceUrl"]) == ("scripting", "http://a.example/call.rb")
    client.put(app, shown)
    assert client.get(app) == shown


def test_an_app_can_change_its_platform_and_keep_its_urls(client):
    app = client.app(messagingUrl="http://a.example/text.py")
    for platform in ("scripting", "webapi"):
        client.put(app, {"platform": platform})
        shown = client.get(app)
        assert (shown["platform"], shown["messagingUrl"]) == (platform, "http://a.example/text.py")


def test_a_script_handed_over_in_the_lab_has_no_url_and_stays_when_something_else_changes(client, sealed):
    sealed.app("by hand", messaging=sealed.script("log('x')"))
    (shown,) = client.get("applications")
    assert (shown["platform"], shown["messagingUrl"]) == ("scripting", None)
    client.put("applications/100001", {"name": "renamed"})
    assert sealed._engine.cloud.apps.named("renamed").messaging == sealed.script("log('x')")


def test_a_script_whose_language_cannot_be_told_is_refused(client):
    reply = client.asked(
        "POST", "applications", {"name": "x", "platform": "scripting", "voiceUrl": "http://a.example/script"}
    )
    assert reply.status_code == 400 and "cannot be told" in reply.json()["error"]
