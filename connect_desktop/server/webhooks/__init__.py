"""Telling other systems what happened: signed, retried, and to no address that is not to be reached."""
