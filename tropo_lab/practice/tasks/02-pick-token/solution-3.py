def pick(tokens, launch):
    kinds = {token: {hop.kind for hop in launch(token).hops} for token in tokens}
    texting = [token for token in tokens if "text" in kinds[token] and "call" not in kinds[token]]
    return texting[0] if texting else None
