"""What differs between two versions of a schema, and the steps that bring labels from one to the other."""
