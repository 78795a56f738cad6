"""What can be wrong with a course that reads well, one family of checks a module. `cam.check` has the table of them."""
