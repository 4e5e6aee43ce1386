"""Everything the assistant says first: stored with the change it speaks of, sent once. Knows no kind."""
