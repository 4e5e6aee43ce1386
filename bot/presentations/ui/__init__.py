"""What people see and press of the pitch session. Decides nothing."""
