"""The candidate makers, one module each; `registry` lists them."""
