"""Every key of the verb table, with documents that hold a good or a bad value just there."""

from tropo_lab.errors import BadDocument
from tropo_lab.platform.webapi.kinds import Kind, Notes
from tropo_lab.platform.webapi.shapes import Either, Many, OneOf, Shape
from tropo_lab.platform.webapi.verbs import VERBS

GOOD = ("+14075550112", 1, True, {"x-name": "value"})
BAD = (5, {"wrong": [1]}, "soon", True, [[1]])
# its payload is the value itself
BARE = "generalLogSecurity"


class Place:
    """One key in the table: `path` as sentences name it, and `document(value)` with that value there."""

    def __init__(self, names, key, document):
        self.names, self.key, self.document = names, key, document
        self.name = ".".join(names)
        self.path = f"tropo[0].{BARE if names[0] == BARE else self.name}"

    @property
    def good(self):
        return good(self.key.kind)

    @property
    def bad(self):
        return next(value for value in BAD if not accepts(self.key.kind, value))

    def __repr__(self):
        return self.name


def accepts(readable, value):
    try:
        readable.read(value, "here", Notes())
    except BadDocument:
        return False
    return True


def shape_of(readable):
    """The object in it, if there is one."""
    if isinstance(readable, Many | OneOf):
        return shape_of(readable.one)
    return readable.shape if isinstance(readable, Either) else readable if isinstance(readable, Shape) else None


def good(readable):
    """A value that can stand there."""
    shape = shape_of(readable)
    if shape is not None:
        return {key.name: good(key.kind) for key in shape.required}
    one = readable.one if isinstance(readable, Many) else readable
    return next(value for value in (*one.words, *GOOD) if accepts(one, value))


def kind_of(readable):
    """The kind of single value that it takes, if that is all."""
    one = readable.one if isinstance(readable, Many) else readable
    return one if isinstance(one, Kind) else None


def places():
    """Every key of every verb, those of the objects within included."""
    for verb, shape in VERBS.items():
        if verb == BARE:
            yield Place((verb, "value"), shape.keys["value"], lambda value: [{BARE: value}])
        else:
            yield from _within((verb,), shape, lambda payload, verb=verb: [{verb: payload}])


def _within(names, shape, wrap):
    for key in shape.keys.values():

        def document(value, key=key):
            return wrap(good(shape) | {key.name: value})

        yield Place((*names, key.name), key, document)
        inner = shape_of(key.kind)
        if inner is not None:
            yield from _within((*names, key.name), inner, document)


PLACES = list(places())


def _known(names):
    """The name that the ledger has for a key: by the innermost verb, as in `say.event` for `ask.say.event`."""
    at = max(place for place, name in enumerate(names[:-1]) if name in VERBS)
    return ".".join(names[at:])


KEYS = sorted({_known(place.names) for place in PLACES})
