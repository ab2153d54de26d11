def note(reply, trace):
    return "sent" if reply.success else "refused"
