"""The documented provisioning exchanges: what clients sent is accepted, what they got is produced, shape by shape."""

import json
from pathlib import Path

import pytest

from tests.provisioning import Client
from tropo_lab import Lab

FOLDER = Path(__file__).parent / "fixtures_shapes"
NAMES = sorted(path.stem.removeprefix("provisioning-") for path in FOLDER.glob("provisioning-*.json"))


def fixture(name):
    return json.loads((FOLDER / f"provisioning-{name}.json").read_text())


def shape(value):
    """The keys and the types, in order; a link down to its last part."""
    if isinstance(value, dict):
        return [(key, shape(one)) for key, one in value.items()]
    if isinstance(value, list):
        return [shape(one) for one in value]
    return type(value).__name__


@pytest.fixture(scope="module")
def replies():
    """What the lab answers when a client does what the fixtures show, by the names of the fixtures."""
    with Lab(sockets=False) as lab:
        client, said = Client(lab), {}
        said["error"] = client.asked("GET", "applications", auth=None).json()
        said["create-application-response"] = client.post("applications", fixture("create-application-request"))
        app = said["create-application-response"]["href"].partition("/v1/")[2]
        said["applications"] = client.get("applications")
        said["add-number-response"] = client.post(f"{app}/addresses", fixture("add-number-request"))
        client.token(app, "voice")
        said["add-token-response"] = client.post(f"{app}/addresses", fixture("add-token-request"))
        said["addresses"] = client.get(f"{app}/addresses")
        said["exchanges"] = client.get("exchanges")
        said["delete-response"] = client.delete(app)
        yield said


# the lab has no SIP addresses: nothing here could call one
NOT_PRODUCED = {"addresses": lambda entries: [one for one in entries if one["type"] != "sip"]}


@pytest.mark.parametrize("name", [name for name in NAMES if not name.endswith("-request")])
def test_what_clients_got_is_produced(name, replies):
    expected, said = NOT_PRODUCED.get(name, lambda whole: whole)(fixture(name)), replies[name]
    if name == "exchanges":
        said = [one for one in said if one["prefix"] == expected[0]["prefix"]]
    assert shape(said) == shape(expected)


@pytest.mark.parametrize(
    "name", ["applications", "create-application-response", "delete-response", "exchanges", "error"]
)
def test_what_does_not_depend_on_chance_is_the_same_to_the_letter(name, replies):
    expected, said = fixture(name), replies[name]
    assert said == expected or [one for one in said if one["prefix"] == "1407"] == expected


def test_hrefs_have_the_documented_form(replies):
    for name in ("add-number-response", "add-token-response"):
        path, expected = (one["href"].rpartition("/") for one in (replies[name], fixture(name)))
        assert path[0] == expected[0] and len(path[2]) == len(expected[2])
    for one in replies["addresses"]:
        assert one["href"].endswith(f"/addresses/{one['type']}/{one[one['type']]}")


def test_every_provisioning_fixture_is_used(replies):
    requests = {"create-application-request", "add-number-request", "add-token-request"}
    assert set(NAMES) == requests | set(replies)
