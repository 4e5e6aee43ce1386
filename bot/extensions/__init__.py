"""Asking staff for more time."""
