"""The tests; a package so that they can share `tests.packages_for_tests`."""
