"""Mails to reviewers about windows of other portals."""

from django.utils.translation import gettext as _

from directory.models import Window
from platform_members.listings.mails import reviewers
from platform_members.models import SubscribedWindow, Subscription
from platform_members.outbox import address, post


def window_ended(*, shared: SubscribedWindow, window: Window) -> None:
    """Mail to reviewers: a window was suspended, because its owner does not show it any more."""
    post(
        "portal_ended_a_window",
        to=reviewers(),
        subject=_("ほかのポータルで終わった窓口を休止しました（%(subject)s）")
        % {"subject": window.subject},
        portal=shared.subscription,
        window=window,
        link=address("admin:directory_window_change", window.pk),
    )


def changes_proposed(*, subscription: Subscription, count: int) -> None:
    """Mail to reviewers: so many changes of another portal wait for them."""
    post(
        "portal_proposes",
        to=reviewers(),
        subject=_("「%(portal)s」の変更案が%(count)d件届きました")
        % {"portal": subscription, "count": count},
        portal=subscription,
        count=count,
        link=address("platform_members:review-list"),
    )
