"""What people see of cohorts, and choose."""
