"""Sync: what was learnt here and elsewhere, exchanged with servers until both hold all of it."""
