"""The `ledr` command."""
