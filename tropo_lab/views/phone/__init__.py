"""A phone as its holder sees it."""
