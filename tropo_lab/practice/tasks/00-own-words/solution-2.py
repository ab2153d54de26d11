my_form = {"send": "text", "msg": "Fish & chips at 7, naïve café", "to": "1 (407) 555-0134"}
