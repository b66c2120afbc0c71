"""Contracts, their members, slots, the waiting list and rotation."""
