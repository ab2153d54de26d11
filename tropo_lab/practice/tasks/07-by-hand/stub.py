my_value = "R&D: 2 + 2 = 4?"
