"""Which page answers which address, what it shows, and what its forms do."""

from __future__ import annotations

import asyncio
from functools import cached_property, lru_cache
from itertools import accumulate
from pathlib import Path
from urllib.parse import parse_qs, quote, unquote

from jinja2 import Environment, PackageLoader, StrictUndefined

from tropo_lab.acting import act_on_held, act_on_phone, handset_state, set_breakpoints
from tropo_lab.errors import BadSetup, LabError, NotFound
from tropo_lab.escapes import clipped, visible_html
from tropo_lab.exports import FORMS, export
from tropo_lab.exports.forms import SUFFIXES
from tropo_lab.fidelity import prose
from tropo_lab.pages.ledger import ledger_page
from tropo_lab.pages.own_forms import comes_from_here
from tropo_lab.pages.places import place
from tropo_lab.platform.cloud import Cloud
from tropo_lab.platform.messages import Reply, Request, reply
from tropo_lab.trace import Hop
from tropo_lab.views import theme, walk
from tropo_lab.views.model import FLOWS, read
from tropo_lab.views.octets.spans import LIMIT
from tropo_lab.views.pause import pause
from tropo_lab.views.phone.handset import handset
from tropo_lab.views.script import script

_MEDIA_TYPES = {"html": "text/html; charset=utf-8", "svg": "image/svg+xml", "har": "application/json"}
# how long a browser waits for news, in seconds: proxies give up after half a minute
MAX_WAIT = 25.0
MOST_HOPS, MOST_LINES, MOST_ROWS = 400, 300, 200
# the bytes of all hops of a page, of each as many as are looked into
MOST_BYTES = 1 << 19
_NO_SNIFFING = ("X-Content-Type-Options", "nosniff")
# nothing is loaded from elsewhere, and nothing that a stranger sent can run
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'unsafe-inline'; connect-src 'self'; img-src data:; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'self'"
)


class Site:
    """The pages of one cloud, for a browser. Every link is relative, so that a proxy may put a path before them."""

    def __init__(self, cloud: Cloud):
        self.cloud = cloud
        self.number = 0
        self._waiting: set[asyncio.Future] = set()
        cloud.watch(self._changed)

    async def answer(self, request: Request) -> Reply:
        """The page; a form that was sent has its effect and leads back to it."""
        name, match = place(request.path)
        named = [unquote(part) for part in match.groups()]
        depth = request.path.count("/") - 1
        try:
            if name == "changes":
                return await self._changes(request)
            if request.method in ("GET", "HEAD"):
                shown = getattr(self, f"_{name}")(request, *named)
                return await shown if name == "exported" else shown
            if request.method == "POST" and not comes_from_here(request):
                sentence = "Another page may not send forms to this lab: send it from the lab's own page."
                return _page("layout.html", depth, status=403, sentence=sentence)
            if request.method == "POST":
                return await self._asked(request) if name == "desk" else self._acted(request, name, *named)
            said = _page("layout.html", depth, status=405, sentence="A page takes GET and POST.")
            return said._replace(headers=(*said.headers, ("Allow", "GET, HEAD, POST")))
        except LabError as bad:
            status = 404 if isinstance(bad, NotFound) else 400
            return _page("layout.html", depth, status=status, sentence=str(bad))

    def _changed(self) -> None:
        self.number += 1
        while self._waiting:
            self._waiting.pop().set_result(None)

    # what is shown

    def _overview(self, request: Request) -> Reply:
        sessions, journal, phones = self.cloud.sessions, self.cloud.journal, self.cloud.network.phones
        return _page(
            "overview.html",
            here="./",
            traces=sessions.page(50, None)[0],
            refused=[trace for _, trace in journal.page(10, sessions.refused, "refused")],
            phones=[phone.as_dict() for phone in list(phones.values())[-MOST_ROWS:]],
            all_phones=len(phones),
            most=MOST_ROWS,
            apps=[app.as_dict() for app in self.cloud.apps.by_name.values()],
            held=len(self.cloud.gate.held),
            flows=FLOWS,
            host=f"http://{request.header('Host')}",
        )

    def _session(self, request: Request, id: str) -> Reply:
        trace = self.cloud.sessions.trace(id)
        reading = read(trace)
        shown = trace._replace(hops=_bearable(trace.hops))
        return _page(
            "session.html",
            1,
            title=reading.title,
            ending=reading.broken or reading.ending,
            walked=walk(shown).opened if shown.hops else "",
            more=len(trace.hops) - len(shown.hops),
            log=trace.log[-MOST_LINES:],
            id=trace.id,
            forms=FORMS,
        )

    async def _exported(self, request: Request, id: str, form: str) -> Reply:
        # masking megabytes takes seconds, in which the platform goes on
        told = (await asyncio.to_thread(export, self.cloud.sessions.trace(id), form)).encode("utf-8", "replace")
        ending = next(suffix for suffix, its in SUFFIXES.items() if its == form)
        said = reply(200, told, _MEDIA_TYPES.get(form, "text/plain; charset=utf-8"))
        name = ("Content-Disposition", f'attachment; filename="tropo-{quote(id[:12])}{ending}"')
        return said._replace(headers=(*said.headers, name, _NO_SNIFFING))

    def _find_phone(self, request: Request) -> Reply:
        number = parse_qs(request.query).get("number", [""])[-1]
        return _led_to(f"phones/{quote(self.cloud.network.known(number).number)}")

    def _phone(self, request: Request, number: str) -> Reply:
        state = handset_state(self.cloud, number)
        return _page("board.html", 1, title=f"Phone {state['number']}", shown=handset(state, controls=True))

    def _breakpoints(self, request: Request) -> Reply:
        gate = self.cloud.gate
        shown = pause(gate.breakpoint_dicts(), gate.as_dicts(), controls=True)
        return _page("board.html", here="breakpoints", title="Breakpoints", shown=shown)

    def _ledger(self, request: Request) -> Reply:
        return _page("ledger.html", here="ledger", **ledger_page(parse_qs(request.query)))

    def _desk(self, request: Request) -> Reply:
        return _page("desk.html", here="desk", **self._support.empty())

    def _script(self, request: Request) -> Reply:
        return reply(200, _scripts(), "text/javascript; charset=utf-8")

    async def _changes(self, request: Request) -> Reply:
        """The number of the latest change, at once or as soon as it is another than the one that is known."""
        if parse_qs(request.query).get("after", [""])[-1] == str(self.number):
            future = asyncio.get_running_loop().create_future()
            self._waiting.add(future)
            try:
                await asyncio.wait({future}, timeout=MAX_WAIT)
            finally:
                self._waiting.discard(future)
        return reply(200, str(self.number), "text/plain; charset=utf-8")

    # what is done

    async def _asked(self, request: Request) -> Reply:
        told = await self._support.answered(_fields(request), request.peer)
        return _page("desk.html", here="desk", **told)

    @cached_property
    def _support(self):
        # imported when somebody comes to the desk: most platforms see nobody there
        from tropo_lab.pages.desk import Desk

        return Desk()

    def _acted(self, request: Request, page: str, *named: str) -> Reply:
        fields = _fields(request)
        if page == "phone":
            act_on_phone(self.cloud, *named, fields)
        elif page == "breakpoints":
            (set_breakpoints if fields.get("do") == "stop" else act_on_held)(self.cloud, fields)
        else:
            raise BadSetup(f"There is nothing to send to {request.path:.100}.")
        return _led_to(request.path.rpartition("/")[2])


def _fields(request: Request) -> dict[str, str]:
    """What a form holds, the last of each name; BadSetup when it cannot be read."""
    try:
        given = parse_qs(request.body.decode(), keep_blank_values=True, max_num_fields=100)
    except ValueError:
        raise BadSetup("This form cannot be read: send it url-encoded, in UTF-8.") from None
    return {name: values[-1] for name, values in given.items()}


def _bearable(hops: tuple[Hop, ...]) -> tuple[Hop, ...]:
    """The first hops, as many as a browser bears; at least one."""
    sizes = accumulate(min(len(hop.wire), LIMIT) for hop in hops[1:MOST_HOPS])
    return hops[: 1 + sum(size <= MOST_BYTES for size in sizes)]


@lru_cache(1)
def _templates() -> Environment:
    env = Environment(
        loader=PackageLoader("tropo_lab.pages"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    env.filters["shown"] = lambda text, most: visible_html(clipped(text, most))
    env.filters["prose"] = prose
    return env


@lru_cache(1)
def _scripts() -> str:
    """The script of all pages: that of the views, and what joins it to a page."""
    return f"{script()}\n{Path(__file__).with_name('page.js').read_text('utf-8')}"


def _page(template: str, depth: int = 0, *, status: int = 200, here: str = "", **told) -> Reply:
    """A page from its template; `depth` is how many folders its address lies below the root."""
    up = "../" * depth or "./"
    html = _templates().get_template(template).render(style=theme.style(), up=up, here=here, **told)
    said = reply(status, html.encode("utf-8", "replace"), "text/html; charset=utf-8")
    safe = (("Content-Security-Policy", _POLICY), _NO_SNIFFING, ("Cache-Control", "no-store"))
    return said._replace(headers=(*said.headers, *safe))


def ledger_file() -> str:
    """The ledger as a page of its own, which needs no lab: what lessons link to."""
    return (
        _templates()
        .get_template("ledger.html")
        .render(style=theme.style(), up="./", here="ledger", alone=True, **ledger_page({}))
    )


def _led_to(place: str) -> Reply:
    """What sends a browser on to another page."""
    said = reply(303, "", "text/html; charset=utf-8")
    # with the dot, no colon in it makes another kind of address of it
    return said._replace(headers=(*said.headers, ("Location", f"./{place}")))
