"""Both flows side by side, beat by beat."""
