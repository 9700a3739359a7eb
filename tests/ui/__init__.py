"""The window, real: shown, clicked and heard."""
