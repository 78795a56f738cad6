"""Exchanges with servers that keep journals: ours, and hubs."""
