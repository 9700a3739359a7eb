"""What is not code: icons, fonts, schema templates, demo samples and their generators."""
