def answers(result):
    given = {}
    for place in range(len(result["actions"])):
        action = result["actions"][place]
        given[action["name"]] = action["value"]
    return given
