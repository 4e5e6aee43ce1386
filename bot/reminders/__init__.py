"""Reminders: what is due when, a ledger of what was sent, and sending it once."""
