"""The project's benchmark: ratios against a floor that is measured in the same run. See README.md beside this file."""
