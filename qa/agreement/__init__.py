"""Agreement on categories: kappa, AC, alpha."""
