"""The shared canvas: one picture with shapes on it, as video, image and document panes show it."""
