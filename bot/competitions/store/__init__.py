"""The tables of judging, and the only place with their SQL. Everything runs in the caller's transaction."""
