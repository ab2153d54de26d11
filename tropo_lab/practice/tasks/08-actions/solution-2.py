def answers(result):
    found = result.get("actions")
    several = found if isinstance(found, list) else [found] if found else []
    given = {}
    for action in several:
        if action.get("disposition") == "SUCCESS":
            given[action["name"]] = action["value"]
    return given
