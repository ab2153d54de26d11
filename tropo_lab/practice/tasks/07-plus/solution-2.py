def to_dial(given):
    return "+" + "".join(sign for sign in given if sign.isdigit())
