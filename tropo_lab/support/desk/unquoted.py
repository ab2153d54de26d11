"""A URL without quotes on a command line: what the shell made of it, and the finding of that."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlsplit

from tropo_lab.support.desk.story import Story
from tropo_lab.support.finding import BROKEN, Finding, quoted
from tropo_lab.trace import AT_LAUNCH


def unquoted(story: Story) -> tuple[Finding, ...]:
    """The finding of a launch that a shell cut at the first `&`; none where it was not."""
    launch = story.launch
    if launch is None or not launch.whole:
        return ()
    sent, meant = (_names(url) for url in (launch.url, launch.whole))
    lost = [f"`{quoted(name, 40)[1:-1]}`" for name in meant if name not in sent][:6]
    return (
        Finding(
            "url-without-quotes",
            1,
            AT_LAUNCH,
            BROKEN,
            f"The URL stands without quotes, so the shell ended the command at the first &, after "
            f"{quoted(launch.url.rpartition('?')[2])}.",
            f"{_listed(lost) or 'What follows'} never left your machine.",
            "Put the whole URL in quotes: curl 'http://api.tropo.com/1.0/sessions?…'.",
        ),
    )


def _names(url: str) -> list[str]:
    try:
        return [name for name, _ in parse_qsl(urlsplit(url).query, keep_blank_values=True)]
    except ValueError:
        return []


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}" if names else ""
