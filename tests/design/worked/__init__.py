"""Three parks whose designs are worked out by hand, every figure of every sheet, and how to change one of them."""

from design.worked.digester_answer import digester_design
from design.worked.digester_park import DIGESTER, digester
from design.worked.gypsum_answer import two_sites_design
from design.worked.gypsum_park import GYPSUM, two_sites
from design.worked.making import as_cells, as_design, unchecked
from design.worked.mixture_answer import mixed_design
from design.worked.mixture_park import MIXED, mixed

WORKED = {
    "two sites": (two_sites, two_sites_design),
    "mixed": (mixed, mixed_design),
    "digester": (digester, digester_design),
}

__all__ = [
    "DIGESTER",
    "GYPSUM",
    "MIXED",
    "WORKED",
    "as_cells",
    "as_design",
    "digester",
    "digester_design",
    "mixed",
    "mixed_design",
    "two_sites",
    "two_sites_design",
    "unchecked",
]
