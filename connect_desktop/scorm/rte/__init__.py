"""Run-Time Environment: the two API instances, their error codes, data types and data models."""
