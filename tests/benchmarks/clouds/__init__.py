"""Point clouds: drawing them, hands on them, and reading them."""
