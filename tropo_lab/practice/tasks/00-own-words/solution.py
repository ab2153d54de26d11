my_form = {"to": "+14075550134", "msg": "Two apps, one text.", "send": "text"}
