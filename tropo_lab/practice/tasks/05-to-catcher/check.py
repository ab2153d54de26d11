"""The catcher is launched twice; each time one phone gets one text, the one that the script would have sent."""

from tropo_lab.practice.launching import expect_texts

LAUNCHES = (
    (
        {"name": "Zoë", "msg": "your taxi comes at 6", "numbertodial": "14075550112"},
        "Hello Zoë, your taxi comes at 6",
    ),
    (
        {"name": "Ann & Łukasz", "msg": "it is 2 + 2 o'clock", "numbertodial": "14075550134"},
        "Hello Ann & Łukasz, it is 2 + 2 o'clock",
    ),
)


def check(given):
    lab = given.lab()
    expect_texts(lab, given.serve(lab, given.deliver), LAUNCHES)
    return "the person cannot tell it from the script."
