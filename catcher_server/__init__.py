"""Your server: a page that launches Tropo sessions, and the catcher that tells Tropo what to do with them."""

from catcher_server.app import create_app

__all__ = ["create_app"]
