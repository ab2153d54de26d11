"""Front end 2: hosted scripts. `front_end` answers a script's calls, `host` runs it; each language has a folder."""
