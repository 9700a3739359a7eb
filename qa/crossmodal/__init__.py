"""What ties modalities together: consistency, links, grounding, key-value pairs."""
