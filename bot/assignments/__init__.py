"""What students hand in: assignments, the submissions they become, receipts, and what passing still takes."""
