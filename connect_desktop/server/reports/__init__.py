"""Reports of what was learnt: as JSON and CSV for programs, as a page for people."""
