"""What is wrong, in sentences: faults that the figures show, told apart from chance and from trifles."""
