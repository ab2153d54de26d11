my_script = """
"""
