"""The options of curl that pasted commands have, told apart by what they mean for the request."""

# letter → name
LETTERS = {
    "X": "request", "H": "header", "d": "data", "u": "user", "x": "proxy", "A": "user-agent", "e": "referer",
    "b": "cookie", "o": "output", "w": "write-out", "m": "max-time", "c": "cookie-jar", "D": "dump-header",
    "E": "cert", "U": "proxy-user", "r": "range", "K": "config", "T": "upload-file", "F": "form", "G": "get",
    "I": "head", "k": "insecure", "s": "silent", "S": "show-error", "v": "verbose", "i": "include", "L": "location",
    "f": "fail", "g": "globoff", "N": "no-buffer", "#": "progress-bar", "0": "http1.0", "O": "remote-name",
    "J": "remote-header-name", "j": "junk-session-cookies", "n": "netrc", "q": "disable", "4": "ipv4", "6": "ipv6",
    "1": "tlsv1", "2": "sslv2", "3": "sslv3", ":": "next", "a": "append", "Z": "parallel",
}  # fmt: skip

# what changes nothing in the request, or (`get`, `head`) only how the rest is read
FLAGS = frozenset({
    "get", "head", "insecure", "silent", "show-error", "verbose", "include", "location", "location-trusted", "fail",
    "fail-with-body", "globoff", "no-buffer", "progress-bar", "no-progress-meter", "http1.0", "http1.1", "http2",
    "http2-prior-knowledge", "remote-name", "remote-header-name", "junk-session-cookies", "netrc", "disable", "ipv4",
    "ipv6", "tlsv1", "tlsv1.0", "tlsv1.1", "tlsv1.2", "tlsv1.3", "sslv2", "sslv3", "compressed", "path-as-is", "basic",
    "anyauth", "no-keepalive", "tcp-nodelay", "create-dirs", "append", "parallel", "raw", "styled-output",
})  # fmt: skip

_WAY = "lab.http knows the way."
_OUTPUT = "the reply is shown, not written."
_TIME = "there is a time limit already."
_TLS = "the lab needs no certificate."
_NEXT = "This command sends several requests (--next): paste one of them."
LEFT_OUT = {
    **dict.fromkeys(("proxy", "proxy-user", "noproxy", "resolve", "connect-to", "interface", "preproxy"), _WAY),
    **dict.fromkeys(("output", "write-out", "cookie-jar", "dump-header", "stderr", "trace-ascii", "trace"), _OUTPUT),
    **dict.fromkeys(
        ("max-time", "connect-timeout", "retry", "retry-delay", "retry-max-time", "max-redirs", "limit-rate"), _TIME
    ),
    **dict.fromkeys(("cert", "key", "cacert", "capath", "ciphers", "tls-max", "cert-type", "key-type"), _TLS),
}
VALUES = frozenset({
    "request", "header", "data", "data-ascii", "data-raw", "data-binary", "data-urlencode", "json", "user", "url",
    "user-agent", "referer", "cookie", *LEFT_OUT,
})  # fmt: skip

REFUSED = {
    "form": "This command sends a form with parts (-F), which Tropo could not read: send the fields with -d.",
    "form-string": "This command sends a form with parts, which Tropo could not read: send the fields with -d.",
    "upload-file": "This command sends a file (-T), and no file is read: write its text with --data-binary.",
    "config": "This command reads its options from a file (-K), and no file is read: write them out.",
    "range": "This command asks for a part of a page (-r), which Tropo never gives: leave it out.",
    "next": _NEXT,
}
