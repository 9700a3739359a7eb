"""The rules over a whole project: which passes, in which processes, and what came of it."""
