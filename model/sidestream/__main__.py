"""`python -m sidestream`."""

from sidestream.cli import main

main()
