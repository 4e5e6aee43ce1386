"""make bench: the figures that the project promises, in one run, each beside its goal."""
