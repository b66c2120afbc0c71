"""What holds for the whole school: its settings.

What others may import of it is named here.
"""

__all__ = ["settings"]
