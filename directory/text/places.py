"""Parts of an address as it is written: prefecture, municipality, the rest."""

import re
from typing import NamedTuple

from django.conf import settings

_PREFECTURE = re.compile(r"東京都|北海道|(?:京都|大阪)府|(?:神奈川|和歌山|鹿児島|..)県")
# Names of cities that hold the letter 市 themselves stand first; 八日市場町 is no city.
_MUNICIPALITY = re.compile(
    r"(?:四日市|廿日市|野々市|市川|市原)市|[^\d\s市]{1,6}市(?![場原川])"
    r"|[^\d\s市]{1,4}郡[^\d\s]{1,6}?[町村]"
)
_WARD = re.compile(r"[^\d\s]{1,4}?区")


class Place(NamedTuple):
    """An address in parts; a part that the text does not tell is ""."""

    prefecture: str
    municipality: str
    rest: str


def read_place(text: str) -> Place:
    """Parts of an address. The prefecture of the portal's own city need not be written."""
    found = _PREFECTURE.match(text)
    prefecture = found[0] if found else ""
    rest = text[len(prefecture) :].lstrip()
    if rest.startswith(settings.CITY_NAME):
        own = settings.CITY_NAME
        return Place(prefecture or settings.PREFECTURE, own, rest[len(own) :].lstrip())
    town = _MUNICIPALITY.match(rest) or (_WARD.match(rest) if prefecture == "東京都" else None)
    if town is None:
        return Place(prefecture, "", rest)
    return Place(prefecture, town[0], rest[town.end() :].lstrip())
