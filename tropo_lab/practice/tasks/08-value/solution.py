def is_coming(result):
    return result["actions"].get("value") == "yes"
