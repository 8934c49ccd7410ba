"""The European grid: ETRS89-extended / LAEA Europe (EPSG:3035)."""

import math

# GRS 1980 ellipsoid: semi-major axis in metres, and inverse flattening.
_A, _INVERSE_F = 6_378_137.0, 298.257222101
_E = math.sqrt((2.0 - 1.0 / _INVERSE_F) / _INVERSE_F)
_LATITUDE, _LONGITUDE = math.radians(52.0), math.radians(10.0)
_EAST, _NORTH = 4_321_000.0, 3_210_000.0


def laea(longitude: float, latitude: float) -> tuple[float, float]:
    """Project onto the Lambert azimuthal equal-area grid centred on 52° N 10° E.

    Parameters
    ----------
    longitude, latitude : float
        Degrees.

    Returns
    -------
    tuple of float
        Easting and northing in metres.

    References
    ----------
    IOGP Publication 373-7-2, Geomatics Guidance Note 7 part 2, "Lambert Azimuthal Equal Area
    (EPSG Dataset coordinate operation method code 9820)"; after Snyder, J. P. (1987). Map
    projections: a working manual. USGS Professional Paper 1395, 182-190.
    """
    across = math.radians(longitude) - _LONGITUDE
    beta, origin = _authalic(math.radians(latitude)), _authalic(_LATITUDE)
    radius = _A * math.sqrt(_q(math.pi / 2) / 2.0)
    d = _A * _m(_LATITUDE) / (radius * math.cos(origin))
    b = radius * math.sqrt(
        2.0
        / (
            1.0
            + math.sin(origin) * math.sin(beta)
            + math.cos(origin) * math.cos(beta) * math.cos(across)
        )
    )
    east = b * d * math.cos(beta) * math.sin(across)
    north = (b / d) * (
        math.cos(origin) * math.sin(beta)
        - math.sin(origin) * math.cos(beta) * math.cos(across)
    )
    return _EAST + east, _NORTH + north


def _authalic(latitude: float) -> float:
    """Latitude on the sphere of the same area."""
    return math.asin(max(-1.0, min(1.0, _q(latitude) / _q(math.pi / 2))))


def _q(latitude: float) -> float:
    s = math.sin(latitude)
    logarithm = math.log((1.0 - _E * s) / (1.0 + _E * s)) / (2.0 * _E)
    return (1.0 - _E**2) * (s / (1.0 - (_E * s) ** 2) - logarithm)


def _m(latitude: float) -> float:
    return math.cos(latitude) / math.sqrt(1.0 - (_E * math.sin(latitude)) ** 2)
