"""Good media files, spoiled in many ways and opened through a worker: it keeps its limits and says why.

`python -m tests.mutate [--ways 500] [--seed 1] [NAME…]` opens every good file of the data folder so; the
tests open a small sample.
"""
