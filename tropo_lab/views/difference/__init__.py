"""The real differences between two sessions, one entry each."""
