def pick(tokens, launch):
    for token in tokens:
        if launch(token).of_kind("text"):
            return token
    return None
