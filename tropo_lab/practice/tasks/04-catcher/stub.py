def catch(sent):
    return {"tropo": []}
