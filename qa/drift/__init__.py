"""Label use that moves between teams: divergence, co-labels, convergence."""
