"""The pitch session: who presents when, and a clock that is only stored instants, so that it survives anything."""
