"""What is known of a park: one declared table per sheet, and what one row cannot see."""

from sidestream.park.expansions import Expansions
from sidestream.park.funding import Funding
from sidestream.park.impacts import ImpactFactors, ImpactPrices
from sidestream.park.limits import Limits
from sidestream.park.links import (
    CorridorPaths,
    Corridors,
    Fleets,
    Pipelines,
    PipeSizes,
    TruckRoutes,
    Vehicles,
)
from sidestream.park.park import Park
from sidestream.park.plants import ConversionRates, Conversions
from sidestream.park.quality import Qualities, QualityLimits
from sidestream.park.relations import Relations
from sidestream.park.scenarios import Changes, Ranges, Scenarios, Stages
from sidestream.park.sites import Participants, SettingRows, Settings
from sidestream.park.stores import Storages
from sidestream.park.streams import Commodities, Demands, Substitutions, Supplies
from sidestream.park.time import Periods, Profiles
from sidestream.tables import Table

SHEETS: tuple[type[Table], ...] = (
    Settings,
    Participants,
    Commodities,
    Supplies,
    Demands,
    Substitutions,
    Conversions,
    ConversionRates,
    Storages,
    Expansions,
    Periods,
    Profiles,
    Pipelines,
    PipeSizes,
    Corridors,
    CorridorPaths,
    TruckRoutes,
    Vehicles,
    Fleets,
    Qualities,
    QualityLimits,
    ImpactFactors,
    ImpactPrices,
    Relations,
    Limits,
    Stages,
    Scenarios,
    Changes,
    Ranges,
    Funding,
)
"""Every sheet of an input workbook, in the order a workbook has them."""

__all__ = [
    "SHEETS",
    "Changes",
    "Commodities",
    "ConversionRates",
    "Conversions",
    "CorridorPaths",
    "Corridors",
    "Demands",
    "Expansions",
    "Fleets",
    "Funding",
    "ImpactFactors",
    "ImpactPrices",
    "Limits",
    "Park",
    "Participants",
    "Periods",
    "PipeSizes",
    "Pipelines",
    "Profiles",
    "Qualities",
    "QualityLimits",
    "Ranges",
    "Relations",
    "Scenarios",
    "SettingRows",
    "Settings",
    "Stages",
    "Storages",
    "Substitutions",
    "Supplies",
    "TruckRoutes",
    "Vehicles",
]
