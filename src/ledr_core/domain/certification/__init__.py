"""The final case, its grade, and the certificates it gives."""
