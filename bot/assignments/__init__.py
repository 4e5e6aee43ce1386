"""Hand-ins: paper reviews, lab entries, slides; receipts that prove them; what is still missing to pass."""
