"""`/setup` as people see it."""
