"""What learners do: lessons, workshops, quizzes, the placement test.

What others may import of it is named here.
"""

__all__ = [
    "learning",
    "letters",
    "outlines",
    "placement",
    "quizzes",
    "reactions",
    "reviewing",
    "video_help",
    "workshops",
]
