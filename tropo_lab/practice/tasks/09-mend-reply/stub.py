mended_reply = """<b>Notice</b>: Undefined property: from in catcher.php on line 3<br />
{"tropo": [{"message": {"to": "+14075550134, +14075550112", "say": {"value": "Bus at 9"}}}]}"""
