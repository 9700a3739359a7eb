"""Documents: pages seen first and again, tiles of magnified ones, a thousand scrolled through."""
