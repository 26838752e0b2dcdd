"""What a random game plays, move by move, and what has to hold after each."""
