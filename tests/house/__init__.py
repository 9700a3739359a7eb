"""The house itself: packaging, layers, sizes, guards."""
