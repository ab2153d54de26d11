def launch_again(replies, asked):
    return []
