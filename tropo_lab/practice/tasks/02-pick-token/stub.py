def pick(tokens, launch):
    return None
