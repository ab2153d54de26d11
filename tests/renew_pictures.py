"""Draw the README's pictures anew from real traces: `python -m tests.renew_pictures`. Needs Chromium."""

import os
import shutil
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from catcher_server import create_app
from tropo_lab import Lab, Script, diagram, side_by_side

FOLDER = Path(__file__).parent.parent / "notebooks" / "files" / "pictures"
BACKGROUND = {"light": "#ffffff", "dark": "#14181d"}
TEXT = {"to": "+14075550112", "msg": "Café & crème", "send": "text"}
SCRIPT = Script("python", 'call("+" + numbertodial, {"network": "SMS"})\nsay(msg)\n')


def launched(lab: Lab, **app) -> object:
    """The trace of one text, sent by a click on the launcher's page."""
    server = create_app({"HTTP": lab.http})
    url = lab.host(server)
    server.config["MESSAGING_TOKEN"] = lab.app(**app).messaging_token
    lab.http.post(f"{url}/send", data=TEXT, allow_redirects=False)
    return lab.trace()


def picture(page: Page, html: str, background: str, path: Path) -> None:
    """The first view of that HTML, without what is folded."""
    page.set_content(f"<style>details {{display: none}}</style><body style='background:{background}'>{html}")
    page.locator("figure").first.screenshot(path=path)


def stepper(page: Page, address: str, path: Path) -> None:
    """The page of a session, one step on, down to the parameters of the launch."""
    page.goto(address)
    page.get_by_role("button", name="Next").click()
    page.mouse.move(0, 0)
    page.evaluate("() => document.activeElement.blur()")
    box = page.locator(".tl-sequence").bounding_box()
    wide = {"x": box["x"] - 12, "y": box["y"] - 12, "width": box["width"] + 24, "height": 1000}
    page.screenshot(path=path, clip=wide, full_page=True)


def main() -> None:
    flags = ["--no-sandbox"] if os.geteuid() == 0 else []
    with Lab() as lab, sync_playwright() as playwright:
        scripting = launched(lab, name="reminders-scripting", messaging=SCRIPT, messaging_token="SCRIPTING-TOKEN")
        messaging = "http://catcher.example/messaging"
        webapi = launched(lab, name="reminders", messaging=messaging, messaging_token="MESSAGING-TOKEN")
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=flags)
        for scheme, background in BACKGROUND.items():
            page = browser.new_page(
                viewport={"width": 900, "height": 1100}, color_scheme=scheme, device_scale_factor=1.5
            )
            picture(page, diagram(webapi).html, background, FOLDER / f"flow-{scheme}.png")
            picture(page, side_by_side(scripting, webapi, 5).html, background, FOLDER / f"pair-{scheme}.png")
            stepper(page, f"http://{lab.address}/sessions/{webapi.id}", FOLDER / f"stepper-{scheme}.png")
        browser.close()


if __name__ == "__main__":
    main()
