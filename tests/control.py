"""Sessions driven by hand: the verbs of the call control, without a catcher or a script that asks for them."""

from tropo_lab.platform.applications import VOICE
from tropo_lab.trace import COMPLETED

PHONE = "+14075550112"
OTHER = "+14075550113"


def begun(lab, channel=VOICE):
    """A new session of an app, as a launch would begin it."""
    app = lab.app("by hand", voice="http://catcher.example/", messaging="http://catcher.example/")
    cloud = lab.engine.cloud
    return lab.engine.call(lambda: cloud.sessions.create(app, channel, {}, cloud.clock.tick()))


def inbound(lab, channel, number=PHONE, text=None):
    """A new session that a phone begins, as the call or text would begin it."""
    app = lab.app("by hand", voice="http://catcher.example/", messaging="http://catcher.example/")
    cloud = lab.engine.cloud

    def begin():
        session = cloud.sessions.inbound(app, channel, cloud.network.phone(number), text)
        session.inbound.opening = text
        return session

    return lab.engine.call(begin)


class Played:
    """What a session did: `got` holds what its work gave, one after the other, and the error that ended it."""

    def __init__(self, session):
        self.session, self.got, self.over = session, [], False

    @property
    def last(self):
        return self.got[-1]

    @property
    def hops(self):
        return [f"{hop.sender} → {hop.receiver}: {hop.summary}" for hop in self.session.trace().hops]

    @property
    def log(self):
        return [line.text for line in self.session.trace().log]


def play(lab, work, session=None):
    """Let `work(control, keep)` run in a session until nothing can go on without a person; gives what it did."""
    session = session or begun(lab)
    played, cloud = Played(session), lab.engine.cloud

    async def run():
        try:
            await work(session.control, played.got.append)
        except Exception as error:
            played.got.append(error)
        await cloud.sessions.finish(session, COMPLETED)
        played.over = True

    lab.engine.call(cloud.sessions.port.spawn, session, run())
    lab.engine.settle(session.id)
    return played
