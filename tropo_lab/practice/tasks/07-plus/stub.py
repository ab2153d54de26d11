def to_dial(given):
    return "+" + given
