"""The schema editor: classes as a tree, link types as a graph, and what a change would touch."""
