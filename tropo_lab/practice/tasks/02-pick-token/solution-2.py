def pick(tokens, launch):
    return next((token for token in tokens if "SMS" in str(launch(token))), None)
