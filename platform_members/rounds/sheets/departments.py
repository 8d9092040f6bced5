"""Organisations by their names in the column 担当課. Pure."""

import difflib

from django.utils.translation import gettext as _

from directory.spreadsheets.cells import CellFault
from directory.text.folding import lookup_key
from platform_members.rounds.sheets.layout import UNANSWERED, short_name


class Departments:
    """Organisations that may stand in a sheet; `names` are names by primary key."""

    def __init__(self, names: dict[int, str], city: str, only: int | None = None):
        self.only = only
        self._names = [short_name(name, city) for name in names.values()]
        self._found: dict[str, int] = {}
        for key, name in names.items():
            for spelling in (name, name.removeprefix(city), short_name(name, city)):
                self._found.setdefault(lookup_key(spelling), key)

    def find(self, text: str) -> int:
        """Return the key of the organisation that is meant. Raises CellFault."""
        # The collated sheet marks who has not answered; the mark is no part of the name.
        key = self._found.get(lookup_key(text).removesuffix(lookup_key(UNANSWERED)))
        if key is not None:
            return key
        if self.only is not None:
            raise CellFault(
                _(
                    "「%(text)s」は、担当している課ではありません。自分の課の行だけを出してください。"
                )
                % {"text": text.strip()[:30]}
            )
        alike = difflib.get_close_matches(text.strip(), self._names, n=2)
        hint = _("「%(names)s」のことですか。") % {"names": "」「".join(alike)} if alike else ""
        raise CellFault(
            _("「%(text)s」という課は、この照会の相手にありません。%(hint)s")
            % {"text": text.strip()[:30], "hint": hint}
        )
