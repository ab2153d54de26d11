import re


def id_of(body):
    found = re.search(r'<id>\s*([0-9a-f]+)|"id"\s*:\s*"([0-9a-f]+)', body)
    return next(filter(None, found.groups())) if found else None
