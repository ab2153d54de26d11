def is_coming(result):
    actions = result.get("actions") or {}
    return "value" in actions and actions["value"] == "yes"
