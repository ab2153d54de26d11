"""A great many launches and replies, made at random: each session ends in words, and nothing is left behind."""

import logging
from random import Random

import pytest

from tests.generated import PHONES, behaviour, document, launch
from tropo_lab import Lab
from tropo_lab.platform.cloud import API_HOST
from tropo_lab.platform.messages import Request

# a seed each, so that a failure can be looked at by itself
BATCHES, LAUNCHES = 40, 1500


class Catcher:
    """Answers every POST with a new random document; `asked` counts them."""

    def __init__(self, random):
        self.random, self.asked = random, 0

    def __call__(self, environ, start_response):
        self.asked += 1
        status = self.random.choice(["200 OK"] * 60 + ["500 No", "302 Found", "204 No Content"])
        kind = self.random.choice(
            ["application/json"] * 30 + ["text/html; charset=utf-8", "application/json; charset=x"]
        )
        start_response(status, [("Content-Type", kind), ("Set-Cookie", f"n={self.asked}")])
        return [b"" if status.startswith("204") else document(self.random)]


def batch(seed):
    """Launch many times on a lab without sockets; gives how many launches and replies there were."""
    random = Random(seed)
    with Lab(sockets=False, seed=seed) as lab:
        catcher = Catcher(random)
        url = lab.host(catcher)
        lab.host(catcher, "recordings.example")
        app = lab.app("many", voice=url, messaging=url)
        for number in PHONES:
            lab.phone(number).behave(**behaviour(random))
        engine = lab.engine
        for count in range(LAUNCHES):
            if count % 50 == 0:
                phone = lab.phone(random.choice(PHONES))
                random.choice([lambda p: p.call(app.number), lambda p: p.text(app.number, "yes")])(phone)
            method, target, kind, body = launch(
                random, random.choice([app.voice_token, app.messaging_token] * 9 + ["no"])
            )
            headers = (("Host", API_HOST), *((("Content-Type", kind),) if kind else ()))
            reply = engine.exchange(API_HOST, Request(method, target, headers, body))
            assert reply.status in (200, 400, 405, 413, 415), (seed, count, reply)
        cloud = engine.cloud
        assert cloud.sessions.running == {} and cloud.network.rooms == {}
        outcomes = [trace.outcome.name for trace in lab.traces()]
        assert outcomes and "platform error" not in outcomes, seed
        assert all(trace.outcome.sentence for trace in lab.refused())
        return LAUNCHES + catcher.asked


@pytest.mark.parametrize("part", range(4))
def test_no_launch_and_no_reply_stops_the_platform(part, caplog):
    with caplog.at_level(logging.ERROR):
        counted = sum(batch(seed) for seed in range(part, BATCHES, 4))
    assert caplog.records == [] and counted >= 25_000
