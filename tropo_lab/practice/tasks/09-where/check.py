"""Each report with the place where it breaks, by number or by name."""

from tropo_lab.practice.checking import expect, fail
from tropo_lab.trace import AT_LAUNCH, FROM_CATCHER, RESULT, TO_CATCHER, TO_PHONE

PLACES = (AT_LAUNCH, TO_CATCHER, FROM_CATCHER, TO_PHONE, RESULT)
# how a report begins → its place, and why it is there
REPORTS = {
    "My answer begins": (3, "It is your catcher's answer that Tropo cannot read."),
    "Three numbers": (4, "Tropo took the answer; a text goes to the first number only."),
    "The launch says": (1, "No session was started, so nobody else has heard of it yet."),
    "With two questions": (5, "Tropo told your catcher how it went, and your catcher could not read that."),
    "The log says": (2, "Tropo wanted to ask your catcher, and nothing listened at that address."),
}


def check(given):
    places = given.my_places
    if not isinstance(places, dict):
        fail("`my_places` is no dictionary any more: run its cell with the five reports and a place for each.")
    for start, (number, because) in REPORTS.items():
        report = next((one for one in places if str(one).startswith(start)), None)
        if report is None:
            fail(f"The report that begins with '{start}' is gone from `my_places`: put it back.")
        expect(f"The place of '{start} …'", _number(start, places[report]), number, because)
    return "the place first, and then the fix."


def _number(start: str, given: object) -> int:
    """The place that was meant, as a number or as its name with any arrow."""
    said = " ".join(str(given).replace("->", "→").split()).lower()
    if said.isdigit() and 1 <= int(said) <= len(PLACES):
        return int(said)
    if said in PLACES:
        return PLACES.index(said) + 1
    if said == "?":
        fail(f"The report '{start} …' still has a question mark: put a number from 1 to 5 there.")
    fail(f"{given!r:.60} for '{start} …' is none of the five places: put a number from 1 to 5 there.")
