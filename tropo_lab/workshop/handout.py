"""The hand-out: both flows on one printed page, drawn from two sessions that really took place."""

from __future__ import annotations

from jinja2 import Environment, PackageLoader, StrictUndefined

from catcher_server import create_app
from tropo_lab.lab import Lab
from tropo_lab.trace import Trace
from tropo_lab.views import diagram, theme

PHONE, WORDS = "+14075550112", "Dentist at 3"
SCRIPT = 'message(msg, {\n    "to": "+" + numbertodial,\n    "network": "SMS",\n})'


def handout() -> str:
    """The page as HTML: it loads nothing, and prints on one sheet of A4 or Letter, in landscape."""
    scripting, webapi = _sessions()
    env = Environment(loader=PackageLoader("tropo_lab.workshop"), autoescape=True, undefined=StrictUndefined)
    return env.get_template("handout.html").render(
        style=theme.style(*diagram(webapi).sheets),
        flows=[
            ("Scripting", "3 steps: Tropo keeps your script and runs it.", diagram(scripting)),
            ("WebAPI", "5 steps: Tropo asks your server, and your server answers.", diagram(webapi)),
        ],
        launch=webapi.of_kind("launch")[0].wire.decode().splitlines()[0],
        reply=webapi.of_kind("launch-reply")[0].body.decode(),
        asked=webapi.of_kind("session")[0].body.decode(),
        answer=webapi.of_kind("document")[0].body.decode(),
        script=SCRIPT,
    )


def _sessions() -> tuple[Trace, Trace]:
    """One text through each flow, from a click on a page to the phone."""
    with Lab() as lab:
        server = create_app({"HTTP": lab.http})
        url = lab.host(server)
        traces = []
        for name, address in (("Scripting", lab.script(SCRIPT)), ("WebAPI", f"{url}/messaging")):
            app = lab.app(name, messaging=address, messaging_token="YOUR-MESSAGING-TOKEN")
            server.config["MESSAGING_TOKEN"] = app.messaging_token
            lab.http.post(f"{url}/send", data={"to": PHONE, "msg": WORDS, "send": "text"}, allow_redirects=False)
            traces.append(lab.trace())
            # the token may stand for one app at a time
            lab.app(name, messaging=address, messaging_token=f"{name}-DONE")
    return traces[0], traces[1]
