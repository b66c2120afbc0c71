"""What is sent: why it did not arrive, and whether it still holds."""
