"""Questions people ask: answered, remembered for a while, sent to staff, taught by staff."""
