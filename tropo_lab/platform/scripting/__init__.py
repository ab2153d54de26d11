"""Front end 2: hosted scripts. `front_end` answers a script's calls, `processes` runs it, `python/` is its side."""
