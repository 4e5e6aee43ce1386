"""The board of those who need teammates, as people see it."""
