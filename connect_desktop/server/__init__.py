"""The REST API over the store and the runtime: other systems launch courses and read and write sessions here."""
