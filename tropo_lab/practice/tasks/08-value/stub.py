def is_coming(result):
    return result["actions"]["interpretation"] == "yes"
