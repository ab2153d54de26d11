"""The bytes of a hop, each labelled, and the sentences that say what they mean."""
