"""A whole Discord on this machine: no account, no token, nothing leaves it. Only the real bot runs in it."""
