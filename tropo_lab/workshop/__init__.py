"""For those who teach with the lab: the check of an installation, the hand-out, and lessons on a screen."""
