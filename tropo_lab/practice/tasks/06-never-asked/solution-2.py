def launch_again(replies, asked):
    again = set()
    for name, reply in replies.items():
        if not reply.success or reply.id not in asked:
            again.add(name)
    return again
