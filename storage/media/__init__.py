"""Media readers and the worker processes that run them: index, decode, facts. No Qt."""
