"""What the school writes, sends and is told of it."""
