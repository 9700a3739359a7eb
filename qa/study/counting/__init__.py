"""What one pair of passes comes to: a function for each kind of figure, from located labels to cells."""
