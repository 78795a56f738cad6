"""The instructor's view of a running course. Nothing here is loaded, and no call is watched, until it is asked for."""
