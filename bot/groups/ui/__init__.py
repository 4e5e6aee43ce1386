"""What people see and press of project groups. Decides nothing."""
