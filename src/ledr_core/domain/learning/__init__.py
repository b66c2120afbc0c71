"""What learners have done: progress, workshops, quizzes, the placement test."""
