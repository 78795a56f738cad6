"""The one database: learners, packages, sessions, and the journal of what every launch wrote."""
