my_form = {"to": "", "msg": "", "send": "text"}
