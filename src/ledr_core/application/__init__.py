"""What the school does: one module an area, one method an operation: load, let the domain decide, save."""
