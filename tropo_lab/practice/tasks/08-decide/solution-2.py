def decide(result):
    action = result.get("actions")
    if not action:
        return "they left" if result["state"] == "DISCONNECTED" else "text them"
    if action["disposition"] == "HANGUP":
        return "they left"
    if action["disposition"] != "SUCCESS":
        return "ask again"
    return "coming" if action["value"] == "yes" else "not coming"
