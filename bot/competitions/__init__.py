"""Judging: who scores what, ballots as they were given, and standings always computed anew from them."""
