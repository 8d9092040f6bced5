"""Sentences about what residents see of a window, by its status; "" stands for a proposed one."""

from django.utils.translation import gettext_lazy as _

from directory.models import Window
from platform_members.models import ListingUpdate

_STATUS = Window.Status
_UNTIL_DECIDED = {
    "": _("職員が確かめて公開するまで、住民には見えません。"),
    _STATUS.DRAFT: _(
        "この窓口は、まだ公開していません。承認されても、職員が公開するまで住民には見えません。"
    ),
    _STATUS.PUBLISHED: _("職員が承認するまで、公開中の内容は変わりません。"),
    _STATUS.SUSPENDED: _(
        "この窓口は休止中です。承認されても、職員がもう一度公開するまで住民には見えません。"
    ),
    _STATUS.RETIRED: _("この窓口は廃止されています。承認されても、住民には見えません。"),
}
_TRUSTED = _(
    "受付日時、臨時の休み、電話の見出しだけの変更は、出すとすぐに公開されます。"
    "ほかの変更が入っているときは、職員が承認するまで、公開中の内容は変わりません。"
)
_TRUSTED_WITH_FACTOR = _(
    "職員が承認するまで、公開中の内容は変わりません。二段階認証を設定してログインすると、"
    "受付日時、臨時の休み、電話の見出しだけの変更は、出すとすぐに公開されます。"
)
_UNCHANGED = {
    "": _("窓口は、公開されません。"),
    _STATUS.DRAFT: _("窓口の内容は変わっていません。まだ公開していない窓口です。"),
    _STATUS.PUBLISHED: _("公開中の内容は変わっていません。"),
    _STATUS.SUSPENDED: _("窓口の内容は変わっていません。休止中の窓口です。"),
    _STATUS.RETIRED: _("窓口の内容は変わっていません。廃止された窓口です。"),
}
_TAKEN = {
    _STATUS.DRAFT: _("窓口は下書きなので、住民にはまだ見えません。職員が管理画面で公開します。"),
    _STATUS.PUBLISHED: _("住民には、もう新しい内容が見えています。"),
    _STATUS.SUSPENDED: _(
        "窓口は休止中なので、住民には見えません。職員が管理画面でもう一度公開します。"
    ),
    _STATUS.RETIRED: _("窓口は廃止されているので、住民には見えません。"),
}


def until_decided(organisation, window: Window | None, *, at_once: bool) -> str:
    """Sentence on what residents see while an organisation's change waits.

    `at_once`: whether this log-in may change what is public without a review.
    """
    if window and window.status == _STATUS.PUBLISHED and organisation.hours_need_no_review:
        return str(_TRUSTED if at_once else _TRUSTED_WITH_FACTOR)
    return until_decided_by_reviewers(window)


def until_decided_by_reviewers(window: Window | None) -> str:
    """Sentence on what residents see while a change waits for reviewers."""
    return str(_UNTIL_DECIDED[window.status if window else ""])


def unchanged(update: ListingUpdate) -> str:
    """Sentence on what residents see after a change was withdrawn, returned or declined."""
    return str(_UNCHANGED[update.window.status if update.window else ""])


def taken(window: Window | None) -> str:
    """Sentence on what residents see after a change was written to the window."""
    return str(_TAKEN[_STATUS(window.status)]) if window else ""


def done_words(update: ListingUpdate) -> str:
    """Message about a saved or submitted update."""
    match update.status:
        case ListingUpdate.Status.DRAFT:
            return str(_("下書きを保存しました。まだ出していません。"))
        case ListingUpdate.Status.RETURNED:
            return str(_("保存しました。直し終わったら、もう一度出してください。"))
        case ListingUpdate.Status.APPROVED:
            text = _("職員の確認を待たずに、窓口の内容を変えました。%s")
            return str(text) % taken(update.window)
    sentences = [str(_("変更案を出しました。%s")) % until_decided_by_reviewers(update.window)]
    if update.checked_on:
        sentences.append(str(_("そのまま承認されると、きょうが最終確認の日になります。")))
    return "".join(sentences)
