"""Tools of the repository: benchmarks and screenshots. The bot never imports them."""
