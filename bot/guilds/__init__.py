"""What each server has set: its channels and its roles."""
