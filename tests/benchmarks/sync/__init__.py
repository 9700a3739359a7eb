"""Whether pictures and sound are in step: both measured where they leave the program."""
