"""Servers on the same network find each other: announced and looked for by DNS-SD, with nothing to type."""
