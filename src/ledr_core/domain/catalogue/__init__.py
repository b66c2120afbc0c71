"""What the school teaches: courses, themes, modules, lessons and questions."""
