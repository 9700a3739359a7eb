"""What a pane shows of an asset at an instant, as files."""
