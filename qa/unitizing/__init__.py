"""Agreement on where units begin and end: alpha_U, u-alpha, gamma."""
