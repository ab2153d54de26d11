"""`urllib2` for scripts in Python 2: what is sent and what comes back is text, as it was then."""

import urllib.request
from urllib.error import HTTPError, URLError  # noqa: F401
from urllib.parse import quote, unquote, urlparse  # noqa: F401
from urllib.request import *  # noqa: F403


def octets(data):
    return data.encode("utf-8") if isinstance(data, str) else data


class Request(urllib.request.Request):
    """A request; its data may be text."""

    def __init__(self, url, data=None, *given, **named):
        super().__init__(url, octets(data), *given, **named)

    def add_data(self, data):
        self.data = octets(data)

    def get_data(self):
        return self.data.decode("utf-8") if isinstance(self.data, bytes) else self.data

    def has_data(self):
        return self.data is not None

    def get_host(self):
        return self.host


class Response:
    """An answer, whose body is read as text."""

    def __init__(self, answer):
        self._answer = answer

    def read(self, *size):
        return self._answer.read(*size).decode("utf-8", "replace")

    def readline(self, *size):
        return self._answer.readline(*size).decode("utf-8", "replace")

    def readlines(self):
        return list(self)

    def __iter__(self):
        return iter(self.readline, "")

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self._answer.close()

    def __getattr__(self, name):
        return getattr(self._answer, name)


class Opener:
    """An opener of one's own, such as one that keeps cookies."""

    def __init__(self, opener):
        self._opener = opener

    def open(self, url, data=None, *given, **named):
        return Response(self._opener.open(url, octets(data), *given, **named))

    def __getattr__(self, name):
        return getattr(self._opener, name)


def build_opener(*handlers):
    return Opener(urllib.request.build_opener(*handlers))


def install_opener(opener):
    urllib.request.install_opener(getattr(opener, "_opener", opener))


def urlopen(url, data=None, *given, **named):
    return Response(urllib.request.urlopen(url, octets(data), *given, **named))
