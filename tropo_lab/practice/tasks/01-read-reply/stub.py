def id_of(body):
    return ""
