"""What services refer to, read once for an answer: organisations and terms."""

from dataclasses import dataclass

from directory.open_data.hsds.organisations import organisations, told_by_name
from directory.open_data.hsds.taxonomies import terms


@dataclass(frozen=True)
class Vocabulary:
    """HSDS organisations by name and terms by id."""

    organisations: dict[str, dict]
    terms: dict[str, dict]

    def provider(self, name: str) -> dict:
        """Organisation that runs a window; empty where that is not known.

        It may be newer than those that are kept.
        """
        if not name:
            return {}
        return self.organisations.get(name) or told_by_name(name, {})


def read_vocabulary() -> Vocabulary:
    """The vocabulary of today."""
    return Vocabulary(organisations(), terms())
