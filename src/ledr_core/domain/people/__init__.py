"""People, their roles, and the companies they belong to."""
