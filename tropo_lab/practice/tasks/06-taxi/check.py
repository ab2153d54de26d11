"""The catcher is launched twice; both phones get their text, and nothing else."""

from tropo_lab.practice.launching import expect_texts

LAUNCHES = (
    ({"numbertodial": "14075550134", "msg": "Taxi at 6"}, "Taxi at 6"),
    ({"numbertodial": "14075550112", "msg": "Taxi now"}, "Taxi now"),
)


def check(given):
    lab = given.lab()
    expect_texts(lab, given.serve(lab, given.taxi), LAUNCHES)
    return "both mistakes are gone."
