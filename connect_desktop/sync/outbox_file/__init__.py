"""Launches that travel as a file, for sites that never see a network: signed, and answered with a receipt."""
