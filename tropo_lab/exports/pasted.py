"""A curl command that somebody pasted, as the request that it sends. No file is read, and nothing is run."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from tropo_lab.errors import BadSetup
from tropo_lab.exports.curl_request import CurlRequest
from tropo_lab.exports.shell_words import shell_words
from tropo_lab.launch_reply import LaunchReply, read_reply

if TYPE_CHECKING:
    import requests

MAX_COMMAND = 1 << 20
SECONDS = 30


class Pasted(NamedTuple):
    """The request of a pasted command: `headers` are pairs, in order; `remarks` say what was mended or left out."""

    method: str
    url: str
    headers: tuple[tuple[str, str], ...]
    body: bytes
    remarks: tuple[str, ...]

    @property
    def wire(self) -> bytes:
        """The bytes of the request, heading and body, without what curl adds about itself."""
        parts = urlsplit(self.url)
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        given = {name.lower() for name, _ in self.headers}
        lines = [f"{self.method} {target} HTTP/1.1"] + ([] if "host" in given else [f"Host: {parts.netloc}"])
        lines += [f"{name}: {value}" for name, value in self.headers]
        if (self.body or self.method in ("POST", "PUT")) and "content-length" not in given:
            lines.append(f"Content-Length: {len(self.body)}")
        return "\r\n".join([*lines, "", ""]).encode("utf-8", "surrogateescape") + self.body

    def send(self, http: requests.Session) -> LaunchReply:
        """Send the request through `http` (such as `lab.http`) and read the reply."""
        # as bytes would be sent: what is no ASCII stays UTF-8
        headers = {name: value.encode("utf-8", "surrogateescape").decode("latin-1") for name, value in self.headers}
        reply = http.request(self.method, self.url, headers=headers, data=self.body, timeout=SECONDS)
        return read_reply(reply.status_code, reply.headers.get("Content-Type", ""), reply.content)


def from_curl(text: str) -> Pasted:
    """The request of the first curl command in `text`, as people paste it; BadSetup says what cannot be read."""
    if len(text) > MAX_COMMAND:
        raise BadSetup("This command is larger than 1 MB: paste the curl command alone.")
    # a fence, or the remarks of a script; a lone # is how a root shell asks
    text = re.sub(r"(?m)^(?:```.*|#!.*|#\s(?!\s*curl\b).*)$", "", text).lstrip()
    words, remarks = shell_words(re.sub(r"^\s*(?:[$%>#]|PS [^>\n]*>|[A-Z]:\\[^>\n]*>)\s*(?=\S)", "", text))
    start = next((place for place, word in enumerate(words) if re.fullmatch(r"(?:.*[/\\])?curl(?:\.exe)?", word)), None)
    if start is None:
        raise BadSetup("This holds no curl command: paste one that begins with curl.")
    request = CurlRequest(remarks)
    request.read(words[start + 1 :])
    return Pasted(*request.parts(), tuple(remarks))
