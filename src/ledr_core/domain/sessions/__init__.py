"""Contracts: members, slots, the waiting list and what rotates them."""
