"""Labs to test with: one behind a real port, one without sockets."""

import pytest

from tropo_lab import Lab

PHONE = "+14075550112"


@pytest.fixture
def lab():
    with Lab() as lab:
        yield lab


@pytest.fixture
def sealed():
    with Lab(sockets=False) as lab:
        yield lab


@pytest.fixture(params=["sockets", "sealed"])
def any_lab(request):
    with Lab(sockets=request.param == "sockets") as lab:
        yield lab
