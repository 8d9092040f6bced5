"""Confirmation pages of the steps of a round."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from directory.text.days import day_words
from platform_members.desk.question import Question
from platform_members.models import CollectionRound, RoundAnswer


def reminding(collection: CollectionRound, due: Iterable[RoundAnswer]) -> Question:
    """Question before reminders; `due` are annotated answers (`with_reach`)."""
    reached = [each for each in due if each.is_reachable]
    others = [each for each in due if not each.is_reachable]
    sentences = [
        _(
            "まだ回答していない%(count)d件の課・団体に、催促のメールを送ります。送ったメールは取り消せません。"
        )
        % {"count": len(reached)}
    ]
    if others:
        text = _(
            "次の%(count)d件は、メールの届け先がないので送れません。電話などで知らせてください：%(names)s"
        )
        sentences.append(text % {"count": len(others), "names": _names(others)})
    return Question(
        title=_("「%s」の催促を送りますか") % collection,
        sentences=sentences,
        names=[str(each.organisation) for each in reached],
        names_heading=_("メールを送る相手"),
        button=_("催促のメールを送る"),
        back=_overview(collection),
    )


def closing(collection: CollectionRound) -> Question:
    """Question before a round is closed, with those that have not answered."""
    answers = list(collection.answers.for_lists())
    late = [each for each in answers if each.is_waiting]
    if late:
        first = _("尋ねた%(asked)d件のうち、%(late)d件がまだ回答していません。")
    else:
        first = _("尋ねた%(asked)d件が、すべて回答しました。")
    return Question(
        title=_("「%s」を締め切りますか") % collection,
        sentences=[
            first % {"asked": len(answers), "late": len(late)},
            _("締め切ると、%sの事業は、職員も課も変えられなくなります。")
            % collection.fiscal_year_label,
            _("あとで「もう一度、回答を受け付ける」を押すと、また変えられます。"),
        ],
        names=[str(each.organisation) for each in late],
        names_heading=_("まだ回答していない課・団体"),
        button=_("締め切る"),
        back=_overview(collection),
    )


def withdrawing(collection: CollectionRound) -> Question:
    """Question before a round is withdrawn; the round needs its counts (`with_counts`)."""
    counts = {"asked": collection.asked_count, "answered": collection.answered_count}
    if collection.answered_count:
        standing = _("%(asked)d件の課・団体に尋ね、%(answered)d件が回答しています。")
    else:
        standing = _("%(asked)d件の課・団体に尋ね、まだどこも回答していません。")
    return Question(
        title=_("「%s」を取り下げますか") % collection,
        sentences=[
            standing % counts,
            _(
                "取り下げると、課・団体は回答できなくなります。尋ねたすべての課・団体に、回答は要らないというメールを送ります。"
            ),
            _(
                "入力された事業と回答は、消えません。あとで「もう一度始める」を押すと、もとに戻せます。"
            ),
        ],
        button=_("照会を取り下げる"),
        back=_overview(collection),
    )


def resuming(collection: CollectionRound) -> Question:
    """Question before a round is resumed; the round needs its counts (`with_counts`)."""
    if waiting := collection.asked_count - collection.answered_count:
        text = _("回答していない%d件の課・団体に、もう一度始めたというメールを送ります。")
        news = text % waiting
    else:
        news = _("尋ねた課・団体は、すべて回答しています。メールは送りません。")
    return Question(
        title=_("「%s」をもう一度始めますか") % collection,
        sentences=[
            news,
            _("回答期限は%sのままです。始めたあとに直せます。")
            % day_words(collection.due_on, "weekday"),
        ],
        button=_("もう一度始める"),
        back=_overview(collection),
    )


def _names(answers: Iterable[RoundAnswer]) -> str:
    return "、".join(str(each.organisation) for each in answers)


def _overview(collection: CollectionRound) -> str:
    return reverse("platform_members:round-overview", args=[collection.pk])
