"""What each port promises, as tests: an adapter passes them by subclassing."""
