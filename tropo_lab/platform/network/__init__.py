"""The phone network: phones and how they behave, numbers, and what the account and the carrier let through."""
