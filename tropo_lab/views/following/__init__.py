"""One value through a session: where it occurs, and how it is written there."""
