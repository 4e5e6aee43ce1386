"""Which server has which course."""
