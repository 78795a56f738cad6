"""A learner's running course: joins the standard, the packages and the store. No Qt, no HTTP."""
