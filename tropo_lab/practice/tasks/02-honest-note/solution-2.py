def note(reply, trace):
    sent = [hop for hop in trace.hops if hop.receiver == "phone" and hop.summary.startswith("SMS")]
    if sent:
        return "sent"
    return "no text" if reply.success else "refused"
