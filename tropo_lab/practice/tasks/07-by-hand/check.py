"""The address with the value is opened as it stands; the phone shows the text."""

from tropo_lab.practice.arrivals import expect_text
from tropo_lab.practice.checking import expect_a
from tropo_lab.practice.opened import opened, pass_on

TEXT = "R&D: 2 + 2 = 4?"
ADDRESS = "http://api.tropo.com/1.0/sessions?action=create&token={}&numbertodial=14075550134&msg="


def check(given):
    value = given.my_value
    expect_a("`my_value`", value, str)
    lab = given.lab()
    app = lab.app("lab", messaging=given.serve(lab, pass_on))
    expect_text(opened(lab, ADDRESS.format(app.messaging_token) + value), "+14075550134", TEXT)
    return f"the phone shows {TEXT}"
