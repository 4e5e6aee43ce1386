"""Project groups: signing up, inviting, changing, and who is eligible for prizes."""
