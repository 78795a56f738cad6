"""The desktop program: its one application, its windows, and what passes between them."""
