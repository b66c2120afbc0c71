"""What the rules need from outside, as Protocols; the contract of each is in its docstring and in testing.contracts."""
