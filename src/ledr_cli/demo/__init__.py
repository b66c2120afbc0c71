"""`ledr demo`: the school of the reference documents, played for three months in a folder of its own."""
