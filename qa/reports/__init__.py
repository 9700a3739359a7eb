"""What a study tells: figures with their intervals, findings, and the pages that show them."""
