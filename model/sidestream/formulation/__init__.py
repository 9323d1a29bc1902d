"""The mathematics: assets and rules that never read each other and meet in the books."""
