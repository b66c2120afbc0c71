"""Who gets in, when and why not: standing, spaces, and tries that are slowed."""
