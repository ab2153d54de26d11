"""The app as a whole: what it stands on, what it shares, what it lists."""

import ast
from pathlib import Path

import pytest

import catcher_server
from catcher_server import create_app

FOLDER = Path(catcher_server.__file__).parent
INBOUND = {"session": {"id": "a" * 32, "from": {"id": "14075550112"}}}


def imported_names(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


@pytest.mark.parametrize("path", sorted(FOLDER.glob("**/*.py")), ids=lambda path: path.name)
def test_it_imports_nothing_of_the_lab(path):
    assert not [name for name in imported_names(path) if name.split(".")[0] == "tropo_lab"]


def test_a_new_server_has_launched_nothing():
    assert create_app().test_client().get("/status").get_json() == []


def test_two_apps_share_nothing():
    one, other = create_app(), create_app()
    one.test_client().post("/voice", json=INBOUND)
    assert len(one.test_client().get("/status").get_json()) == 1
    assert other.test_client().get("/status").get_json() == []
    assert one.config["HTTP"] is not other.config["HTTP"]


def test_by_default_launches_go_to_the_real_address_and_texts_are_not_reported_on():
    config = create_app().config
    assert config["PLATFORM"] == "http://api.tropo.com"
    assert config["REPORT"] is False
    assert config["HTTP"].trust_env is True


def test_every_setting_is_explained():
    for key in ("PLATFORM", "MESSAGING_TOKEN", "VOICE_TOKEN", "HTTP", "REPORT"):
        assert f"`{key}`" in create_app.__doc__


def test_the_status_list_has_its_keys_in_order():
    client = create_app().test_client()
    client.post("/voice", json=INBOUND)
    assert list(client.get("/status").get_json()[0]) == [
        "number", "to", "msg", "channel", "session", "state", "note",
    ]  # fmt: skip


def test_nothing_on_the_page_is_fetched_from_elsewhere():
    for path in (FOLDER / "templates" / "page.html", FOLDER / "static" / "page.css"):
        assert "//" not in path.read_text(encoding="utf-8")


def test_an_oversized_body_is_refused():
    assert create_app().test_client().post("/messaging", data=b"x" * 70_000).status_code == 413
