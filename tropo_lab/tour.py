"""Both flows of the article, end to end, as plain text."""

from __future__ import annotations

from catcher_server import create_app
from tropo_lab.lab import Lab
from tropo_lab.views import side_by_side, steps

PHONE = "+14075550112"
SCRIPT = """\
call("+" + numbertodial, {"network": "SMS"})
say(msg)
"""


def tour() -> int:
    """Print both flows; gives 0 when both texts arrived."""
    with Lab() as lab:
        server = create_app({"HTTP": lab.http})
        url = lab.host(server)
        webapi = lab.app("reminders-webapi", messaging=f"{url}/messaging")
        scripting = lab.app("reminders-scripting", messaging=lab.script(SCRIPT))
        traces = []
        for title, app in (("Scripting: 3 steps", scripting), ("WebAPI: 5 steps", webapi)):
            server.config["MESSAGING_TOKEN"] = app.messaging_token
            form = {"to": PHONE, "msg": "test Tropo message", "send": "text"}
            lab.http.post(f"{url}/send", data=form, allow_redirects=False)
            traces.append(lab.trace())
            print(f"{title}\n{'=' * len(title)}\n\n{steps(traces[-1])}\n")
        print(f"Side by side\n============\n\n{side_by_side(*traces).compared}\n")
        texts = lab.phone(PHONE).texts
        print(f"The phone {PHONE} has {len(texts)} texts:")
        for text in texts:
            print(f"  from {text.from_number}: {text.text}")
        arrived = [text.text for text in texts] == ["test Tropo message"] * 2
        return 0 if arrived and all(trace.outcome.ok for trace in traces) else 1
