def answers(result):
    actions = result.get("actions", [])
    if isinstance(actions, dict):
        actions = [actions]
    return {action["name"]: action["value"] for action in actions if "value" in action}
