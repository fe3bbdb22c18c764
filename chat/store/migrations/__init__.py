"""How the database came to be what `tables.py` says, one step a file, applied at the start."""
