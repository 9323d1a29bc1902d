"""Design the exchange network of an eco-industrial park.

sidestream design park.xlsx -o design.xlsx
"""

__version__ = "0.1.0"
