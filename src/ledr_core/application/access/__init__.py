"""Who gets in: passwords, slowed tries, demo days, what opens and closes each space."""
