"""The script runs at Tropo for two launches; each phone gets the text that the catcher sent."""

from tropo_lab.practice.checking import expect_a, fail
from tropo_lab.practice.launching import expect_texts

LAUNCHES = (
    ({"train": "RE 5", "minutes": "7", "numbertodial": "14075550112"}, "RE 5 is 7 minutes late"),
    ({"train": "Night", "minutes": "45", "numbertodial": "14075550134"}, "Night is 45 minutes late"),
)


def check(given):
    script = given.my_script
    expect_a("`my_script`", script, str, "Write the script between quotation marks.")
    if not script.strip():
        fail("`my_script` is still empty: write the lines that Tropo runs between the quotation marks.")
    lab = given.lab(sockets=True)
    expect_texts(lab, lab.script(script), LAUNCHES, "No line of your script sends one.")
    return "your server may go, and the texts still come."
