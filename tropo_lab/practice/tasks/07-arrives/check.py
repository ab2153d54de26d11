"""The values are launched, and what the catcher found is compared with the answer, one after the other."""

from flask import Flask, request

from tropo_lab.practice.checking import expect, expect_a, fail

PASSED = {"seats": 4, "price": 2.5, "vip": True, "coupon": None, "pin": "0042"}
BECAUSE = {
    str: "JSON's own spelling is what counts: the launch was written in JSON.",
    bool: "A truth value comes as a word.",
    type(None): "Null comes as a word, too.",
}


def check(given):
    arrives = given.arrives
    expect_a("`arrives`", arrives, dict, "Keep the names on the left, and write on the right what your catcher finds.")
    lab = given.lab()
    found = {}
    server = Flask("catcher")

    @server.post("/")
    def note():
        found.update(request.get_json()["session"]["parameters"])
        return {"tropo": []}

    token = lab.app("shop", messaging=lab.host(server)).messaging_token
    lab.http.post("http://api.tropo.com/1.0/sessions", json={"token": token, **PASSED})
    for name in PASSED:
        if arrives.get(name, ...) is ...:
            fail(f"`arrives` says nothing of {name!r} yet: put a value in place of the dots.")
        because = BECAUSE.get(type(arrives[name]), "Every value arrives as text, between quotation marks.")
        expect(f"What arrives as {name!r}", arrives[name], found[name], because)
    return "five texts, whatever they were."
