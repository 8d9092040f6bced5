"""What subscribers follow: changes as an Atom feed, special days as a calendar."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from directory.api import errors
from directory.api.conditional import conditional
from directory.api.openapi import LICENCE
from directory.facts.diff import changed_names, label_of
from directory.facts.schema import PUBLIC
from directory.models import Window, WindowVersion

MAX_ENTRIES = 100
DAYS_BACK = 60
How = WindowVersion.How
_PUBLIC = {fact.name for fact in PUBLIC}


@dataclass(frozen=True)
class Change:
    """A change that residents could see: what became of a window, in words."""

    version: WindowVersion
    title: str
    text: str


@login_not_required
@require_safe
def changes_feed(request):
    """Windows that are new, corrected or suspended, the newest change first."""

    def make():
        response = HttpResponse(_feed(), content_type="application/atom+xml; charset=utf-8")
        response.headers["Link"] = f'<{LICENCE}>; rel="license"'
        return response

    return errors.opened(conditional(request, make))


@login_not_required
@require_safe
def special_days_view(request, number):
    """A window's days off and days with other hours, for a calendar.

    None of a window that is dangerous to be seen with: its name would stay in the calendar.
    """
    # Imported when it is asked for: few pages need its library.
    from directory.open_data.special_days import special_days

    window = Window.objects.published().for_reading().get_or_none(number)
    if window is None or window.discreet:
        raise Http404

    def make():
        content = special_days(window, timezone.localdate())
        response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
        response.headers["Content-Disposition"] = f'attachment; filename="{window.uid}.ics"'
        return response

    return errors.opened(conditional(request, make))


def _feed() -> str:
    address = settings.PORTAL_URL
    feed = Atom1Feed(
        title=_("%(site)sの変更") % {"site": settings.SITE_TITLE},
        link=f"{address}{reverse('directory:data-page')}",
        feed_url=f"{address}{reverse('directory:changes-feed')}",
        description="",
        language="ja",
        feed_copyright="CC BY 4.0",
    )
    for change in recent_changes():
        version = change.version
        feed.add_item(
            title=change.title,
            link=address + version.window.get_absolute_url(),
            description=change.text,
            unique_id=f"urn:uuid:{version.window.uid}:{version.pk}",
            pubdate=version.made_at,
            updateddate=version.made_at,
        )
    return feed.writeString("utf-8")


def recent_changes() -> Iterator[Change]:
    """Changes of the last weeks that may be told, the newest first.

    Of a window that is hidden by now only the end is told, and of one whose place is confidential,
    or that is dangerous to be seen with, not even that.
    """
    since = timezone.now() - timedelta(days=DAYS_BACK)
    for version in WindowVersion.objects.for_feed(since)[:MAX_ENTRIES]:
        if told := _told(version):
            yield Change(version, *told)


def _told(version: WindowVersion) -> tuple[str, str] | None:
    name = {"name": str(version.window)}
    if version.how == How.SUSPENDED:
        return _("休止：%(name)s") % name, version.window.suspension_reason
    if version.how == How.RETIRED:
        return _("廃止：%(name)s") % name, ""
    if version.window.status != Window.Status.PUBLISHED or version.status != version.window.status:
        return None
    if version.how == How.PUBLISHED:
        return _("公開：%(name)s") % name, version.window.description
    changed = [each for each in _changed(version) if each in _PUBLIC]
    if not changed:
        return None
    labels = _("、").join(label_of(each) for each in changed)
    return _("訂正：%(name)s") % name, _("変わったところ：%(labels)s") % {"labels": labels}


def _changed(version: WindowVersion) -> list[str]:
    former = version.former_facts  # type: ignore[attr-defined]  # of `for_feed`
    return changed_names(former, version.facts) if former else []
