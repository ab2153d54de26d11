my_script = """\
"""
