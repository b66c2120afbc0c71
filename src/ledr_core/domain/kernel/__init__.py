"""What every rule stands on: identifiers, moments, errors."""
