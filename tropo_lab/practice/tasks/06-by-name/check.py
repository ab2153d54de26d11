"""The catcher is launched for two people; each gets the text with the right name in front."""

from tropo_lab.practice.launching import expect_texts

LAUNCHES = (
    ({"name": "Zoë", "msg": "Dentist at 3", "numbertodial": "14075550112"}, "Zoë: Dentist at 3"),
    ({"name": "Mr. O'Hara", "msg": "Taxi at 6", "numbertodial": "14075550134"}, "Mr. O'Hara: Taxi at 6"),
)


def check(given):
    lab = given.lab()
    expect_texts(lab, given.serve(lab, given.remind_by_name), LAUNCHES)
    return "you changed the catcher alone, and the next launch had the new words."
