"""The packages on this disk: taking one in, checking it, reading its members."""
