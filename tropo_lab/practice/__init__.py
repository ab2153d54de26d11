"""Exercises: tasks that are data files, checks that say what they expected, hints, solutions, and your progress."""
