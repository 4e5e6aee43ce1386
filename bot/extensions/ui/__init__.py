"""What people see of a request for more time."""
