"""How much one person, or one server, may have the assistant do: one table, counted where a restart can't forget it."""
