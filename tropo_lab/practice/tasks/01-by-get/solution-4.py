from tropo_lab import LaunchRequest


def launch(http, number, msg):
    return LaunchRequest("MESSAGING-TOKEN", {"numbertodial": number, "msg": msg}).send(http)
