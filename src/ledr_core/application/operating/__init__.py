"""How an operation runs: read, authorise, work, commit."""
