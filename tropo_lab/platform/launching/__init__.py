"""Requests that start or interrupt sessions: launches, signals, and the pages that send them."""
