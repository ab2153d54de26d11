"""Apps of several kinds, their tokens in both orders; the token that is picked has to text."""

from catcher_server import create_app
from tropo_lab import LaunchRequest
from tropo_lab.practice.arrivals import came_to
from tropo_lab.practice.checking import expect, fail, shown

# voice address, messaging address, and which token texts
APPS = (("voice", "messaging", "messaging"), ("messaging", "voice", "voice"), ("voice", "voice", None))


def check(given):
    for voice, messaging, right in APPS:
        lab = given.lab()
        url = lab.host(create_app())
        app = lab.app("found", voice=f"{url}/{voice}", messaging=f"{url}/{messaging}")
        tokens = {"voice": app.voice_token, "messaging": app.messaging_token}
        labels = {token: f"the {kind} token" for kind, token in tokens.items()} | {None: None}

        def launch(token, lab=lab):
            LaunchRequest(token, {"numbertodial": "14075550112", "msg": "which one?"}).send(lab.http)
            return lab.trace()

        for notes in (sorted(labels.keys() - {None}), sorted(labels.keys() - {None}, reverse=True)):
            picked = given.call(given.pick, list(notes), launch)
            if not isinstance(picked, str | None) or picked not in labels:
                fail(
                    f"`pick` has to give one of the tokens as it stands in the list, or None; it gave {shown(picked)}."
                )
            wanted = labels[tokens.get(right)]
            because = f"Launched, that token came to: {came_to(launch(picked))}." if picked else ""
            where = f"With /{voice} as voice and /{messaging} as messaging address"
            expect(f"{where}, the token you picked", labels[picked], wanted, because)
    return "you looked at what each token does, and not at where it stood."
