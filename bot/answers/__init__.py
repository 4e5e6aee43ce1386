"""A question in plain words -> the facts of the course that answer it, or an honest "the page doesn't say"."""
