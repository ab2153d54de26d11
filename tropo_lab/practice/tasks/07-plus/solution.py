def to_dial(given):
    return "+" + given.strip().lstrip("+")
