"""Sentences above the collated sheet about who has answered a round. Pure."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from platform_members.models import RoundAnswer
from platform_members.rounds.sheets.layout import UNANSWERED, short_name


def standing_of(answers: Iterable[RoundAnswer], city: str) -> list[str]:
    """Count the answers by what they say and name the departments behind them.

    Empty where no department was asked: then there is no answer to speak of.
    """
    names: dict[str, list[str]] = {status: [] for status in RoundAnswer.Status}
    for answer in answers:
        names[answer.status].append(short_name(answer.organisation.name, city))
    asked = sum(map(len, names.values()))
    if not asked:
        return []
    counts = {str(status): len(each) for status, each in names.items()}
    text = _(
        "照会した%(asked)d件のうち、回答済み%(answered)d件、"
        "該当なし%(nothing)d件、未回答%(waiting)d件。"
    )
    lines = [text % (counts | {"asked": asked})]
    for status in (RoundAnswer.Status.NOTHING, RoundAnswer.Status.WAITING):
        if names[status]:
            lines.append(f"{status.label}：{'、'.join(names[status])}")
    if names[RoundAnswer.Status.WAITING]:
        text = _(
            "「%(mark)s」のしるしのある課の行は、課がまだ回答していないものです。"
            "前の年度から引き継いだままの行があります。"
        )
        lines.append(text % {"mark": UNANSWERED})
    return lines
