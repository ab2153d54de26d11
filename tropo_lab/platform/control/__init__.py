"""Call control: what a session does with calls and texts, the same for both front ends. `calls` has the verbs."""
