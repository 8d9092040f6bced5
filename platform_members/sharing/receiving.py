"""Tasks of staff who do not wait for the night: a portal's list, and its chosen windows."""

from django.utils import timezone
from django.utils.translation import gettext as _

from directory.models import Task
from directory.tasks import Came, does
from platform_members.models import SubscribedWindow, Subscription
from platform_members.sharing.actions import Outcome
from platform_members.sharing.choosing import fetch_list
from platform_members.sharing.nightly import UnderWay, fetch_subscription

LIST, RECEIVE = "portal-list", "portal-windows"


@does(LIST)
def fetch(task: Task) -> Came:
    """Keep what a portal offers."""
    subscription = Subscription.objects.get(pk=task.about)
    if fault := fetch_list(subscription=subscription, now=timezone.now()):
        return Came(_("一覧を取り寄せられませんでした。%s") % fault, is_faulty=True)
    return Came(_("一覧を取り寄せました。"))


@does(RECEIVE)
def receive(task: Task) -> Came:
    """Ask a portal for its chosen windows, as the night does."""
    subscription = Subscription.objects.get(pk=task.about)
    began = timezone.now()
    try:
        found = fetch_subscription(subscription, now=timezone.now, progress=task.advance)
    except UnderWay:
        text = _("いま、夜の仕事が受け取っています。少し待って、もう一度お試しください。")
        return Came(text, is_faulty=True)
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
    return Came("".join(texts), is_incomplete)
