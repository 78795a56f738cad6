"""How every window looks and speaks: theme, tokens, type, icons, translation."""
