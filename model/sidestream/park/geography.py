"""How far it is from one participant to another."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray


def distances(participants: pd.DataFrame, origins: pd.Series, destinations: pd.Series) -> NDArray[np.float64]:
    """Straight distance of each pair of participants, by name [km].

    The WGS84 geodesic where both ends have lat and lon, else the planar distance where both have x and y, else NaN.
    Geodesic by Karney (2013), doi:10.1007/s00190-012-0578-z, as computed by PROJ.
    """
    sites = participants.drop_duplicates("participant").set_index("participant")[["lat", "lon", "x", "y"]]
    a = sites.reindex(origins).to_numpy()
    b = sites.reindex(destinations).to_numpy()
    result: NDArray[np.float64] = np.hypot(a[:, 2] - b[:, 2], a[:, 3] - b[:, 3])
    on_globe = ~np.isnan(a[:, :2]).any(axis=1) & ~np.isnan(b[:, :2]).any(axis=1)
    if on_globe.any():
        from pyproj import Geod

        _, _, metres = Geod(ellps="WGS84").inv(a[on_globe, 1], a[on_globe, 0], b[on_globe, 1], b[on_globe, 0])
        result[on_globe] = np.asarray(metres) / 1000
    return result


def on_a_plane(participants: pd.DataFrame) -> pd.DataFrame:
    """Where participants are on one plane: x eastward and y northward [km], by name; NaN for those that are not on it.

    Those with lat and lon by the azimuthal equidistant projection (WGS84) about their median, where there are any; else those
    with x and y as they stand.
    """
    sites = participants.drop_duplicates("participant").set_index("participant")[["lat", "lon", "x", "y"]].astype(float)
    globe = sites[["lat", "lon"]].notna().all(axis=1)
    if not globe.any():
        return sites[["x", "y"]].where(sites[["x", "y"]].notna().all(axis=1))
    from pyproj import Proj

    centre = sites[globe].median()
    plane = Proj(proj="aeqd", ellps="WGS84", lat_0=centre["lat"], lon_0=centre["lon"], units="km")
    made = pd.DataFrame(np.nan, sites.index, ["x", "y"])
    x, y = plane(sites.loc[globe, "lon"].to_numpy(), sites.loc[globe, "lat"].to_numpy())
    made.loc[globe, "x"], made.loc[globe, "y"] = x, y
    return made
