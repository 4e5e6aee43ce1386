"""What staff see and press when they change the course."""
