"""A widget in Chromium: how long a step takes until it is painted, and how much a widget sends."""

import os
import shutil
import time
from base64 import b64encode
from pathlib import Path

from bench.figure import Figure, ratios
from bench.views import long_trace, raw_text

HOPS = 200
STEPS = 40
# a model as a notebook's widget manager gives it, without the notebook
_PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>bench</title><style>{css}</style><body>
<div id="el"></div><script type="module">
{script}
const raw = atob("{book}");
const traits = {{ book: Uint8Array.from(raw, (one) => one.charCodeAt(0)), at: 1, track: 0, raw: false }};
const model = {{ get: (name) => traits[name], set: (name, value) => {{ traits[name] = value; }}, on() {{}}, off() {{}},
  save_changes() {{}} }};
await widget.render({{ model, el: document.getElementById("el") }});
window.painted = () => new Promise((done) => requestAnimationFrame(() => {{
  const channel = new MessageChannel();  // its turn comes when the frame is drawn
  channel.port1.onmessage = () => done(performance.now());
  channel.port2.postMessage(0);
}}));
window.ready = true;
</script></body></html>"""
_STEP = """async (key) => {
    const began = performance.now();
    document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
    return (await window.painted()) - began; }"""


def measure(rounds: int, folder: Path) -> list[Figure]:
    """Steps by key through a trace of `HOPS` hops, and the bytes that its widget sends."""
    from playwright.sync_api import sync_playwright

    from tropo_lab.widgets import Stepper

    stepper = Stepper(long_trace("webapi", HOPS))
    sent = len(stepper.book) + len(stepper._esm.encode()) + len(stepper._css.encode())
    page_file = folder / "stepper.html"
    script = stepper._esm.replace("export default", "const widget =")
    page_file.write_text(
        _PAGE.format(css=stepper._css, script=script, book=b64encode(stepper.book).decode()), encoding="utf-8"
    )
    built, raw, steps, longest = [], [], [], []
    with sync_playwright() as playwright:
        flags = [] if os.getuid() else ["--no-sandbox"]
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=flags)
        page = browser.new_page(viewport={"width": 1000, "height": 900})
        page.goto(page_file.as_uri())
        page.wait_for_function("() => window.ready")
        page.get_by_role("button", name="First").focus()
        for number in range(rounds + 1):
            times = [page.evaluate(_STEP, "ArrowRight") for _ in range(STEPS)]
            if page.locator(".tl-current:visible").count() != 1:
                raise RuntimeError("The step was not shown.")
            if number:
                steps.append(sorted(times)[STEPS // 2])
                longest.append(max(times))
            began = time.perf_counter()
            Stepper(long_trace("webapi", HOPS))
            middle = time.perf_counter()
            raw_text(long_trace("webapi", HOPS))
            if number:
                built.append(middle - began)
                raw.append(time.perf_counter() - middle)
        browser.close()
    return [
        Figure(f"a step of {HOPS} hops until painted, median", steps, "ms", 100),
        Figure("  the longest of a round", longest, "ms", 100),
        Figure(f"a widget of {HOPS} hops sends", [sent / 1000] * rounds, "kB", 300),
        Figure(f"making a widget of {HOPS} hops / the trace as text", ratios(built, raw)),
        Figure("  making it", [1000 * value for value in built], "ms"),
    ]
