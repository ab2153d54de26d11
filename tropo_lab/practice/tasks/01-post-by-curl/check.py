"""The command is read as a shell reads it, and its request is sent."""

from catcher_server import create_app
from tropo_lab import from_curl
from tropo_lab.errors import LabError
from tropo_lab.practice.arrivals import expect_text, launched
from tropo_lab.practice.checking import expect, expect_a, fail


def check(given):
    command = given.command
    expect_a("`command`", command, str, "Write a curl command, as you would paste it into a shell.")
    try:
        request = from_curl(command)
    except LabError as problem:
        fail(str(problem))
    remarks = " ".join(request.remarks)
    expect("The first word on the wire", request.method, "POST", remarks or "`-d` makes a POST, and so does `-X POST`.")
    address = request.url.partition("?")[0]
    expect("The address", address.replace("https:", "http:"), "http://api.tropo.com/1.0/sessions")
    lab = given.lab()
    url = lab.host(create_app())
    lab.app("reminders", messaging=f"{url}/messaging", messaging_token="MESSAGING-TOKEN")
    given.call(request.send, lab.http)
    trace = launched(lab)
    if not trace.app:
        fail(f"Tropo refused the launch: {trace.outcome.name}. {remarks or trace.outcome.sentence}")
    expect_text(trace, "+14075550134", "See you at 3", note=remarks)
    return "a POST by its first line, and the text is there."
