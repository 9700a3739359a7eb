"""`python -m crosstie`: the command line."""

from crosstie.app.cli import main

main()
