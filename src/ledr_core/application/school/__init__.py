"""What holds for the whole school: its settings."""
