"""Who may use the API: tenants, keys, and answers that are given again."""
