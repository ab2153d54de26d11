from tropo_lab.launch_reply import read_reply


def id_of(body):
    reply = read_reply(200, "", body)
    return reply.id if reply.success else None
