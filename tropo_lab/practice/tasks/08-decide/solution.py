def decide(result):
    if result["state"] == "FAILED":
        return "text them"
    if result["state"] == "DISCONNECTED":
        return "they left"
    value = result.get("actions", {}).get("value")
    return {"yes": "coming", "no": "not coming"}.get(value, "ask again")
