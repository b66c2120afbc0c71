"""What runs by itself: when it is due, and what it tells."""
