"""Draw the README's pictures anew from a real trace: `python -m tests.renew_pictures`. Needs Chromium."""

import os
import shutil
from pathlib import Path

from playwright.sync_api import sync_playwright

from catcher_server import create_app
from tropo_lab import Lab, diagram

FOLDER = Path(__file__).parent.parent / "notebooks" / "files" / "pictures"
BACKGROUND = {"light": "#ffffff", "dark": "#14181d"}


def drawing() -> str:
    """The diagram of one text through the WebAPI flow, as HTML."""
    with Lab() as lab:
        server = create_app({"HTTP": lab.http})
        url = lab.host(server)
        app = lab.app("reminders", messaging=f"{url}/messaging", messaging_token="MESSAGING-TOKEN")
        server.config["MESSAGING_TOKEN"] = app.messaging_token
        lab.http.post(f"{url}/send", data={"to": "+14075550112", "msg": "test Tropo message", "send": "text"})
        return diagram(lab.trace())._repr_mimebundle_()["text/html"]


def main() -> None:
    html = drawing()
    flags = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=flags)
        for scheme, background in BACKGROUND.items():
            page = browser.new_page(
                viewport={"width": 880, "height": 900}, color_scheme=scheme, device_scale_factor=1.5
            )
            page.set_content(f"<style>details {{display: none}}</style><body style='background:{background}'>{html}")
            page.locator(".tl-view").first.screenshot(path=FOLDER / f"flow-{scheme}.png")
        browser.close()


if __name__ == "__main__":
    main()
