"""Design a park once: today's park beside the best one, solved, settled, audited.

prepared    today's park, and the model of the design, with what firms ask for and what is to be least (prepared.py)
found       every link that is not forbidden; builds rounded and fixed before anything is reported (finding.py)
read back   everything computed again from the park and the tables, before anybody sees them (reading_back.py)
"""

from __future__ import annotations

from sidestream.design.design import Design
from sidestream.park import Park
from sidestream.studies.finding import find
from sidestream.studies.options import Options
from sidestream.studies.prepared import Prepared
from sidestream.studies.reading_back import read_back

__all__ = ["Options", "design_network"]


def design_network(park: Park, options: Options | None = None) -> Design:
    """Find the best network for a park that passed its checks.

    Raises InfeasibleError (with what is short, what clashes and what would do; or which firms would be worse off), InputError
    where firms are asked and today's park does not work, NoDesignInTime, Interrupted, SolverError, AuditError.
    """
    ready = Prepared.of(park, options or Options())
    return read_back(ready, *find(ready))
