"""What other places hold: accounts, what they acknowledged, and devices that are trusted."""
