"""Pages of the sharing sheet: blank file, upload, preview."""

from collections import Counter
from time import monotonic

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from directory.resubmission import NotTaken
from directory.spreadsheets.files import content_of
from directory.spreadsheets.refusals import FileRefused
from platform_members.desk.frame import desk_page, show
from platform_members.models import CollectionRound, Organisation, Programme, SheetUpload
from platform_members.permissions import May
from platform_members.rounds import programme_actions
from platform_members.rounds.department_views import rounds_for
from platform_members.rounds.forms import SheetsForm
from platform_members.rounds.office_views import excel
from platform_members.rounds.programme_actions import ProgrammeRefused, SheetOutdated, TakenIn
from platform_members.rounds.sheets.comparing import compare, fingerprint
from platform_members.rounds.sheets.departments import Departments
from platform_members.rounds.sheets.files import grids
from platform_members.rounds.sheets.found import Found, LeftOut, SheetRow
from platform_members.rounds.sheets.layout import (
    BLANK_ROWS,
    TABLES,
    TITLE,
    department_line,
    short_name,
)
from platform_members.rounds.sheets.reading import read_sheets

MOST_SHOWN = 300
# Half of what a proxy waits for an answer; a hundred ordinary sheets need 20 to 30.
READING_SECONDS = 30


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
    from platform_members.rounds.sheets import writing

    collection = get_object_or_404(rounds_for(request.user), pk=number)
    content = writing.blank_file(collection.title, _department(request, collection))
    return excel(content, f"sheet-{collection.fiscal_year}.xlsx")


@desk_page
@require_http_methods(["GET", "HEAD", "POST"])
def sheet_upload(request, number):
    """Form of an upload; faults are shown beside it, other rows lead to the preview."""
    collection = get_object_or_404(rounds_for(request.user), pk=number)
    organisations = writable_organisations(request, collection)
    if not collection.is_open:
        text = _("この照会は、いま回答を受け付けていません。")
        raise NotTaken(text, collection.get_absolute_url())
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form, found = SheetsForm(*sent), Found()
    if form.is_valid():
        found = _read(form.cleaned_data["files"], organisations)
        if not found.is_empty:
            SheetUpload.objects.of(request.user).delete()
            upload = SheetUpload.objects.create(
                round=collection, made_by=request.user, **found.as_stored()
            )
            return redirect("platform_members:upload-view", upload.pk)
    context = {"round": collection, "form": form} | _left_out(found.left_out)
    return show(request, "rounds/upload", context)


@desk_page
@require_http_methods(["GET", "HEAD", "POST"])
def upload_view(request, number):
    """Preview of an upload: changes column by column, parts left out; a POST takes it in."""
    upload = get_object_or_404(SheetUpload.objects.of(request.user), pk=number)
    collection = upload.round
    if request.method == "POST":
        seen = request.POST.get("seen", "")
        try:
            taken = programme_actions.take_in(upload=upload, seen=seen, by=request.user)
        except SheetOutdated as refusal:
            messages.warning(request, str(refusal))
            return redirect("platform_members:upload-view", upload.pk)
        except ProgrammeRefused as refusal:
            messages.warning(request, str(refusal))
            return redirect(collection)
        _tell(request, taken, upload)
        return redirect(collection)
    rows = [SheetRow(**row) for row in upload.rows]
    compared = compare(rows, _programmes_of(collection, rows))
    asked = collection.answers.for_lists()
    names = {each.organisation_id: _short(each.organisation) for each in asked}
    for each in compared:
        each.row.department = names.get(each.row.organisation, "")
    standing = Programme.objects.in_use().in_year(collection.fiscal_year).of_all(upload.nothing)
    with_rows = set(standing.values_list("organisation_id", flat=True))
    context = {
        "round": collection,
        "compared": compared,
        "seen": fingerprint(compared),
        "new_count": sum(each.is_new for each in compared),
        "changed_count": sum(each.is_changed for each in compared),
        "nothing": [names.get(key, "") for key in upload.nothing if key not in with_rows],
        "contradicted": [names.get(key, "") for key in upload.nothing if key in with_rows],
    }
    found = [LeftOut(**each) for each in upload.left_out]
    return show(request, "rounds/upload_check", context | _left_out(found))


def _left_out(found: list[LeftOut]) -> dict:
    """Context of the parts left out: those to correct, and those that may stay."""
    faults = [each for each in found if each.is_fault]
    asides = [each for each in found if not each.is_fault]
    return {
        "faults": faults[:MOST_SHOWN],
        "more_faults": max(len(faults) - MOST_SHOWN, 0),
        "asides": asides[:MOST_SHOWN],
        "more_asides": max(len(asides) - MOST_SHOWN, 0),
    }


def _tell(request, taken: TakenIn, upload: SheetUpload) -> None:
    """Messages about a finished upload."""
    text = _("シートを取り込みました。新しい事業%d件、書きかえた事業%d件、同じ内容の事業%d件。")
    text %= (taken.added, taken.changed, taken.same)
    if taken.nothing:
        text += _("「該当なし」の回答%d件。") % taken.nothing
    messages.success(request, text)
    faults = sum(each["is_fault"] for each in upload.left_out)
    if faults:
        text = _("取り込まなかったところが%dか所あります。直したシートを、もう一度出してください。")
        messages.warning(request, text % faults)
    if taken.waiting:
        text = _("「%s」は、まだ「未回答」です。")
        messages.warning(request, text % "」「".join(map(_short, taken.waiting)))


def writable_organisations(request, collection: CollectionRound) -> dict[int, str]:
    """Names of the organisations for which the person may upload, by key; 403 for none."""
    asked = collection.answers.for_lists()
    names = {answer.organisation_id: answer.organisation.name for answer in asked}
    if not request.user.has_perm(May.KEEP_PROGRAMMES):
        own = set(Organisation.objects.editable_by(request.user).values_list("pk", flat=True))
        names = {key: name for key, name in names.items() if key in own}
    if not names:
        raise PermissionDenied
    return names


def _read(files, organisations: dict[int, str]) -> Found:
    """Read all files; one that is not read at all is named like everything else left out."""
    only = next(iter(organisations)) if len(organisations) == 1 else None
    departments = Departments(organisations, settings.CITY_NAME, only=only)
    sheets, refused = [], []
    names: Counter[str] = Counter()
    latest = monotonic() + READING_SECONDS
    for file in files:
        names[file.name] += 1
        name = f"{file.name}（{names[file.name]}）" if names[file.name] > 1 else file.name
        try:
            if monotonic() > latest:
                raise FileRefused(
                    _(
                        "ここまでのファイルに時間がかかり、読めませんでした。もう一度出してください。"
                    )
                )
            sheets += grids(name, content_of(file))
        except FileRefused as refusal:
            refused.append(LeftOut(name, "", "", [str(refusal)]))
    found = read_sheets(sheets, departments)
    found.left_out = refused + found.left_out
    return found


def _programmes_of(collection: CollectionRound, rows: list[SheetRow]):
    organisations = {row.organisation for row in rows}
    return Programme.objects.in_use().in_year(collection.fiscal_year).of_all(organisations)


def _department(request, collection: CollectionRound) -> str:
    """The name above the tables, where a person has one department in the round."""
    own = list(collection.answers.viewable_by(request.user).for_lists())
    return _short(own[0].organisation) if len(own) == 1 else ""


def _short(organisation: Organisation) -> str:
    return short_name(organisation.name, settings.CITY_NAME)
