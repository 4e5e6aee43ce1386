"""What the built-in wordings teach, made into the file that is shipped: `python -m tools.learn`."""
