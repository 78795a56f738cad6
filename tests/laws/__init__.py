"""The laws of the API: a model of what a tenant has, rules that ask for something, and what holds after each."""
