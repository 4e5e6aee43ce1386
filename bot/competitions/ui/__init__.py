"""What judges and staff see and press. Decides nothing."""
