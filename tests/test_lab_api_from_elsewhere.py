"""Under `serve --host` others may launch and look; what makes apps and shows tokens answers this machine only."""

import asyncio

import pytest

from tropo_lab.platform.cloud import API_HOST
from tropo_lab.platform.drivers.server import Server
from tropo_lab.platform.messages import Request

HERE, ELSEWHERE = "192.0.2.1", "192.0.2.7"
HEADERS = (("Host", API_HOST),)


def status(target, peer, method="GET", body=b""):
    async def answered():
        server = Server(db=":memory:", seed=1)
        await server.open("127.0.0.1", 0)
        try:
            return await server._answer(Request(method, target, HEADERS, body, peer), None, None, HERE, True)
        finally:
            await server.close()

    said = asyncio.run(answered())
    return said.status, said.body.decode()


@pytest.mark.parametrize("peer, wanted", [("127.0.0.1", 200), ("::1", 200), (HERE, 200), ("", 200), (ELSEWHERE, 403)])
def test_the_labs_own_addresses_answer_this_machine_only(peer, wanted):
    told, body = status("/lab/apps", peer)
    assert told == wanted and (wanted == 200 or "answer this machine only" in body)


def test_nobody_elsewhere_makes_an_app_whose_script_runs_here():
    app = b'{"name": "x", "messaging": {"language": "python", "script": "say(1)"}}'
    assert [status("/lab/apps", peer, "POST", app)[0] for peer in ("127.0.0.1", ELSEWHERE)] == [201, 403]


def test_a_launch_may_come_from_elsewhere():
    told, body = status("/1.0/sessions?action=create&token=nobody", ELSEWHERE)
    assert told == 200 and "<success>false</success>" in body
