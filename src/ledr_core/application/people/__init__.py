"""The people and their companies."""
