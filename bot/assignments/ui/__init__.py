"""What people see and press when they hand in. Decides nothing."""
