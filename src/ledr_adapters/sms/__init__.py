"""The ways a school can send SMS, and the text that chooses one."""
