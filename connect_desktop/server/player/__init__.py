"""The web player: its page, and the sittings that answer what content calls."""
