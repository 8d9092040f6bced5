"""Operation of staff who do not wait for the night: receive the chosen windows of a portal now."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from platform_members.models import SubscribedWindow, Subscription
from platform_members.sharing.actions import Outcome
from platform_members.sharing.nightly import AT_ONCE, fetch_subscription


@dataclass(frozen=True)
class Received:
    """What came of it, in words for the person who asked."""

    told: str
    is_incomplete: bool


def receive(subscription: Subscription) -> Received:
    """Ask a portal for its chosen windows, within the patience of a person. Raises UnderWay."""
    began = timezone.now()
    found = fetch_subscription(subscription, now=timezone.now, patience=AT_ONCE)
    subscription.refresh_from_db()
    left = SubscribedWindow.objects.chosen().of(subscription).not_asked_since(began).count()
    counts = {each.name.lower(): found[each] for each in Outcome} | {"left": left}
    texts = [_("先方：%s") % subscription.fault] if subscription.fault else []
    if found:
        text = _(
            "変更案になった窓口は%(proposed)d件、すぐに公開した窓口は%(applied)d件、"
            "休止した窓口は%(suspended)d件、変わりのない窓口は%(nothing)d件です。"
        )
        texts.append(text % counts)
    if found[Outcome.NOT_TAKEN]:
        text = _("%(not_taken)d件は受け取れませんでした。理由は、下の一覧にあります。")
        texts.append(text % counts)
    if left:
        text = _(
            "まだ尋ねていない窓口が%(left)d件あります。もう一度押すか、次の夜をお待ちください。"
        )
        texts.append(text % counts)
    is_incomplete = bool(subscription.fault or found[Outcome.NOT_TAKEN] or left)
    return Received("".join(texts), is_incomplete)
