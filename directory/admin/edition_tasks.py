"""Tasks of the booklet: trying out its pages, and making an edition."""

from datetime import date

from django.contrib.admin.models import ADDITION, LogEntry
from django.utils import timezone
from django.utils.translation import gettext as _

from directory.booklet.editions import NameTaken, TooLong, make_edition
from directory.booklet.preflight import preflight
from directory.models import Edition, Task
from directory.tasks import Came, does
from directory.typesetting.process import TypesettingFailed

TRY, MAKE = "booklet-pages", "edition"


@does(TRY)
def try_out(_task: Task) -> Came:
    """Lay out the booklet that residents read, so that its pages are known."""
    found = preflight(timezone.localdate())
    stops = [each for each in found.sections if each.stops]
    if not stops:
        return Came(_("ページ数を調べました。"))
    text = _("直すところがあります：%(what)s")
    what = [each.title for each in stops] + [item.text for item in stops[0].items[:1]]
    return Came(text % {"what": _("、").join(what)}, is_faulty=True)


@does(MAKE)
def make(task: Task) -> Came:
    """Make the edition of which a clerk has typed the cover, or say why it cannot be made."""
    given = task.given
    typed = {"name": given["name"], "copies": int(given["copies"])}
    day = date.fromisoformat(given["printed_on"])
    try:
        edition = make_edition(**typed, printed_on=day, by=task.made_by, progress=task.advance)
    except NameTaken:
        text = _("同じ名前の版があるので、作れませんでした。別の名前にしてください。")
    except TooLong as error:
        preflight(timezone.localdate())  # so that the form tells which category takes how much
        text = _("ページが%(over)dページ多すぎるので、作れませんでした。")
        text %= {"over": error.made.too_many}
    except TypesettingFailed as error:
        text = _("組版できなかったので、作れませんでした。いままでの版は、そのままです：%(why)s")
        text %= {"why": error}
    else:
        _log(edition, task.made_by)
        return Came(_("作りました。PDFを受け取れます。"), result=edition.pk)
    return Came(text, is_faulty=True)


def _log(edition: Edition, by) -> None:
    message = str(_("版を作った"))
    LogEntry.objects.log_actions(by.pk, [edition], ADDITION, message, single_object=True)
