"""What learners do: lessons, workshops, quizzes, the placement test."""
