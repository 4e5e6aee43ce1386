"""The course assistant: one Discord bot for one short, intense course and the people around it."""
