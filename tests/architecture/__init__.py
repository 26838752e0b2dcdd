"""How the code is laid out. What fails here names the file and the line."""
