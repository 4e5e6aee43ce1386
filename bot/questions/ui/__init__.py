"""What askers and staff see and press. Decides nothing."""
