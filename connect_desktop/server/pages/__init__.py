"""Pages for people: what they begin with, their words in the language of whoever asks, and their drawings."""
