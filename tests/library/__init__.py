"""Versions of courses."""
