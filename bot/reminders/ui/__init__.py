"""What people see and press of reminders. Decides nothing."""
