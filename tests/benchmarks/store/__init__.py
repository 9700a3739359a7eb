"""What the store costs: a durable commit, and opening a project however much it holds."""
