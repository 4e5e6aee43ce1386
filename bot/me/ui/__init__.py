"""`/me` as its person sees it."""
