"""What is in a file, by its bytes: read by the worker alone, in a process of its own. Nothing is executed."""
