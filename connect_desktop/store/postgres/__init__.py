"""The store in a PostgreSQL database, or one that speaks as it does, for teams. Loaded only where one is asked for."""
