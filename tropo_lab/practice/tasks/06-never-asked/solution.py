def launch_again(replies, asked):
    return [name for name, reply in replies.items() if reply.id not in asked]
