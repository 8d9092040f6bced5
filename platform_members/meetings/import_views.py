"""Import of meetings (/desk/meetings/import/): upload, preview, undoing."""

from dataclasses import asdict

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from directory.resubmission import typed_into
from platform_members import fiscal_years
from platform_members.desk.frame import clerk_page, refusals_told, show
from platform_members.meetings.actions import (
    ImportRefused,
    apply_import,
    compare_with_meetings,
    undo_import,
)
from platform_members.meetings.forms import MeetingsForm
from platform_members.meetings.matching import fingerprint
from platform_members.meetings.table import ListedMeeting, read_meetings
from platform_members.models import MeetingImport

IMPORTS_SHOWN = 10


@clerk_page("meeting")
@require_http_methods(["GET", "HEAD", "POST"])
@typed_into(MeetingsForm)
def meeting_import(request):
    """Form of a list; its faults are shown beside it, a sound list leads to the preview."""
    year = fiscal_years.fiscal_year_of(timezone.localdate())
    form = MeetingsForm(request.POST or None, request.FILES or None, initial={"fiscal_year": year})
    found = None
    if request.method == "POST" and form.is_valid():
        found = read_meetings(form.cleaned_data["grids"], form.cleaned_data["fiscal_year"])
        compared = compare_with_meetings(found.listed)
        found.faults += [f"{each.listed.row}：{each.fault}" for each in compared if each.fault]
        if not found.faults and (not found.doubts or form.cleaned_data["keep_doubts"]):
            MeetingImport.objects.waiting_of(request.user).delete()
            rows = [asdict(each) for each in found.listed]
            run = MeetingImport.objects.create(
                rows=rows, left_out=found.left_out, made_by=request.user
            )
            return redirect(run)
        form = MeetingsForm(initial=form.cleaned_data | {"file": None})
    runs = MeetingImport.objects.applied()[:IMPORTS_SHOWN]
    return show(request, "meetings/import", {"form": form, "found": found, "runs": runs})


@clerk_page("meeting")
@require_http_methods(["GET", "HEAD", "POST"])
def meeting_import_view(request, number):
    """Preview of an import; afterwards its changes, and undoing."""
    imports = MeetingImport.objects.viewable_by(request.user)
    run = get_object_or_404(imports, pk=number)
    if request.method == "POST":
        with refusals_told(request, ImportRefused):
            (_undo if run.applied_at else _apply)(request, run)
        return redirect(run)
    compared = []
    if not run.applied_at:
        compared = compare_with_meetings([ListedMeeting(**row) for row in run.rows])
    context = {
        "run": run,
        "compared": compared,
        "seen": fingerprint(compared),
        "has_faults": any(each.fault for each in compared),
        "new_count": sum(each.is_new for each in compared),
        "changed_count": sum(each.is_changed for each in compared),
    }
    return show(request, "meetings/import_check", context)


def _apply(request, run: MeetingImport) -> None:
    done = apply_import(run=run, seen=request.POST.get("seen", ""), by=request.user)
    text = _("会議の表を取り込みました。新しい会議%d件、書きかえた会議%d件。")
    messages.success(request, text % (done.new_count, done.changed_count))


def _undo(request, run: MeetingImport) -> None:
    staying = undo_import(run=run, by=request.user)
    if undone := len(run.changes) - len(staying):
        text = _("取り消しました。%d件の会議を、取り込む前に戻しました。")
        messages.success(request, text % undone)
    else:
        messages.warning(request, _("取り込む前に戻せる会議は、ありませんでした。"))
    if staying:
        text = _("取り込んだあとに変わったので、そのままにした会議：%s")
        names = "、".join(f"{each.date:%Y-%m-%d} {each.agenda[:30]}" for each in staying)
        messages.warning(request, text % names)
