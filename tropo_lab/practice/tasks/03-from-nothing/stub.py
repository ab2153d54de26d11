reminder = """\
"""
