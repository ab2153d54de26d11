"""The support desk: what a trace or a paste shows to be wrong, where, why it matters, and what to do next."""
