"""The sharing sheet as a file: the blank one, and filled ones on their way in."""

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from directory.exchange.sheets import FileRefused
from directory.resubmission import NotTaken
from platform_members.actions import programmes as actions
from platform_members.actions.programmes import STAFF, ProgrammeRefused
from platform_members.desk_page import desk_page, show
from platform_members.models import (
    CollectionRound,
    Organisation,
    Programme,
    SheetUpload,
)
from platform_members.programme_forms import SheetsForm
from platform_members.programme_views import rounds_for
from platform_members.round_views import excel
from platform_members.sheets import writing
from platform_members.sheets.comparing import compare
from platform_members.sheets.departments import Departments
from platform_members.sheets.files import grids
from platform_members.sheets.layout import BLANK_ROWS, TABLES, TITLE, department_line, short_name
from platform_members.sheets.reading import MOST_FAULTS, Found, SheetRow, read_sheets


@desk_page
@require_safe
def sheet_view(request, number):
    """The blank sheet as a page, in the layout of the report."""
    collection = get_object_or_404(rounds_for(request.user), pk=number)
    context = {
        "round": collection,
        "title": TITLE,
        "department_line": department_line(_department(request, collection)),
        "tables": TABLES,
        "blank_rows": range(BLANK_ROWS // 2),
    }
    return show(request, "rounds/sheet", context)


@desk_page
@require_safe
def sheet_download(request, number):
    """The blank sheet as Excel, with the department's name where it is one only."""
    collection = get_object_or_404(rounds_for(request.user), pk=number)
    content = writing.blank_file(collection.title, _department(request, collection))
    return excel(content, f"sheet-{collection.fiscal_year}.xlsx")


@desk_page
@require_http_methods(["GET", "HEAD", "POST"])
def sheet_upload(request, number):
    """Filled sheets: what is wrong with them is shown at once, else they are looked through."""
    collection = get_object_or_404(rounds_for(request.user), pk=number)
    organisations = writable_organisations(request, collection)
    if not collection.is_open:
        raise NotTaken(_("この照会は締め切られています。"), collection.get_absolute_url())
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form, found = SheetsForm(*sent), Found()
    if form.is_valid():
        found = _read(form.cleaned_data["files"], organisations)
        if not found.faults:
            compare(found.rows, _programmes_of(collection, found.rows))
            SheetUpload.objects.of(request.user).delete()
            upload = SheetUpload.objects.create(
                round=collection, rows=[vars(row) for row in found.rows], made_by=request.user
            )
            return redirect("platform_members:upload-view", upload.pk)
    context = {
        "round": collection,
        "form": form,
        "faults": found.faults[:MOST_FAULTS],
        "more_faults": max(len(found.faults) - MOST_FAULTS, 0),
        "unread": found.unread,
        "row_count": len(found.rows),
    }
    return show(request, "rounds/upload", context)


@desk_page
@require_http_methods(["GET", "HEAD", "POST"])
def upload_view(request, number):
    """What the sheets would change; then, all of it or nothing."""
    upload = get_object_or_404(SheetUpload.objects.of(request.user), pk=number)
    collection = upload.round
    if request.method == "POST":
        try:
            count = actions.take_in(upload=upload, by=request.user)
        except ProgrammeRefused as refusal:
            messages.warning(request, str(refusal))
            return redirect(collection)
        text = _("シートを取り込みました。%d件の事業が変わりました。")
        messages.success(request, text % count)
        return redirect(collection)
    rows = [SheetRow(**row) for row in upload.rows]
    compared = compare(rows, _programmes_of(collection, rows))
    names = Organisation.objects.in_bulk({row.organisation for row in rows})
    for each in compared:
        each.row.department = short_name(names[each.row.organisation].name, settings.CITY_NAME)
    context = {
        "round": collection,
        "compared": compared,
        "new_count": sum(each.is_new for each in compared),
        "changed_count": sum(bool(each.changed) for each in compared),
    }
    return show(request, "rounds/upload_check", context)


def writable_organisations(request, collection: CollectionRound) -> dict[int, str]:
    """For whom the person may hand in sheets; 403 where it is nobody."""
    asked = collection.answers.for_lists()
    names = {answer.organisation_id: answer.organisation.name for answer in asked}
    if not request.user.has_perm(STAFF):
        own = set(Organisation.objects.editable_by(request.user).values_list("pk", flat=True))
        names = {key: name for key, name in names.items() if key in own}
    if not names:
        raise PermissionDenied
    return names


def _read(files, organisations: dict[int, str]) -> Found:
    """Read all files; one that is not read at all is named like everything else that is wrong."""
    only = next(iter(organisations)) if len(organisations) == 1 else None
    departments = Departments(organisations, settings.CITY_NAME, only=only)
    sheets, refused = [], []
    for file in files:
        try:
            sheets += grids(file.name, file.read())
        except FileRefused as refusal:
            refused.append(f"{file.name}：{refusal}")
    found = read_sheets(sheets, departments) if sheets else Found()
    found.faults = refused + found.faults
    return found


def _programmes_of(collection: CollectionRound, rows: list[SheetRow]):
    organisations = {row.organisation for row in rows}
    return Programme.objects.in_year(collection.fiscal_year).of_all(organisations)


def _department(request, collection: CollectionRound) -> str:
    """The name above the tables, where a person has one department in the round."""
    own = list(collection.answers.viewable_by(request.user).for_lists())
    return short_name(own[0].organisation.name, settings.CITY_NAME) if len(own) == 1 else ""
