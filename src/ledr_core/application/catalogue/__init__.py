"""What the school teaches, and the files it is kept in."""
