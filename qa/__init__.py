"""Whether labels can be trusted: agreement, consistency, drift, bias."""
