"""The adaptive theme assessment (TA): its settings, the order of questions, an attempt step by step, and retakes."""
