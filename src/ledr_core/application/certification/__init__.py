"""The final case, certificates and official documents."""
