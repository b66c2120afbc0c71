"""What providers report of messages that they took, read into events of ours."""
