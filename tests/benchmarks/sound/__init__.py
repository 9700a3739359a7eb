"""What preparing and drawing sound costs, beside decoding it alone."""
