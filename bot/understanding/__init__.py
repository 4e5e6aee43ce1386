"""A text -> what is asked. Knows no course but its names."""
