def note(reply, trace):
    if not reply.success:
        return "refused"
    return "sent" if trace.of_kind("text") else "no text"
