def decide(result):
    return "?"
