"""ADL's conformance cases, replayed."""
