"""Keeps jsonschema from building a grammar that nothing here needs: 1.5 s in every process that reads a notebook.

JupyterLab brings `rfc3987-syntax` along, and jsonschema uses it whenever it can be imported. Loaded as a pytest plugin
(`-p tests.lean_jsonschema`), before anything imports jsonschema.
"""

import sys

sys.modules.setdefault("rfc3987_syntax", None)
