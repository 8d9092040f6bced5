"""相談メモ of a way through the finder: its windows on paper, with lines to write on."""

from datetime import date

from django.utils.translation import gettext as _

from directory.booklet import content, drawings
from directory.finder.guide import Walk
from directory.finder.outcome import Outcome
from directory.text.printable import made_printable


def sheet(walk: Walk, outcome: Outcome, address: str, day: date, title: str) -> dict:
    """Data of the sheet; `address` leads back to the same windows."""
    return content.frame(day, title=title) | {
        "qr": drawings.qr(address),
        "answers": [made_printable(_(step.answer.text)) for step in walk.steps],
        "windows": [
            content.window_facts(each.window, day)
            | {"reasons": [made_printable(reason) for reason in each.reasons]}
            for each in outcome.suggestions
        ],
    }
