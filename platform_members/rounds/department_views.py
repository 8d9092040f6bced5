"""Pages of a round for departments (/desk/rounds/): rows of the sharing sheet, answer."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from directory.resubmission import NotTaken, typed_into
from directory.text.numbers import whole_number
from platform_members.desk.frame import desk_page, refusals_told, show
from platform_members.desk.question import Question, ask
from platform_members.models import CollectionRound, Organisation, Programme, RoundAnswer
from platform_members.permissions import May
from platform_members.rounds import programme_actions
from platform_members.rounds.forms import ProgrammeForm
from platform_members.rounds.programme_actions import ProgrammeRefused

ANSWERED = gettext_lazy("回答を受け付けました。締め切りまでは直せます。")
CLOSED = gettext_lazy("この年度の照会は締め切られています。事業は変えられません。")
WITHDRAWN = gettext_lazy("この照会は取り下げられました。回答は要りません。")


@dataclass
class AnswerDesk:
    """One organisation's answer, its rows, and whether the person may change them."""

    answer: RoundAnswer
    programmes: list[Programme]
    may_edit: bool


@desk_page
@require_safe
def round_list(request):
    """List of the rounds that ask the person's organisations; all for staff."""
    rounds = rounds_for(request.user).with_counts()
    context = {"rounds": rounds, "today": timezone.localdate(), "may_open": _is_clerk(request)}
    return show(request, "rounds/list", context)


@desk_page
@require_safe
def round_view(request, number):
    """Page of a round with the rows of the person's organisations; the overview for other staff."""
    collection = get_object_or_404(rounds_for(request.user), pk=number)
    own = list(collection.answers.viewable_by(request.user).for_lists())
    if not own:
        return redirect("platform_members:round-overview", collection.pk)
    return _show_answers(request, collection, own)


@desk_page
@require_safe
def answer_view(request, number, organisation):
    """One organisation's rows and answer."""
    answer = viewable_answer(request, number, organisation)
    return _show_answers(request, answer.round, [answer])


def _show_answers(request, collection: CollectionRound, answers: list[RoundAnswer]):
    organisations = [answer.organisation_id for answer in answers]
    programmes = Programme.objects.in_use().in_year(collection.fiscal_year).of_all(organisations)
    rows = list(programmes.as_collated().prefetch_related("categories"))
    own = set(Organisation.objects.editable_by(request.user).values_list("pk", flat=True))
    context = {
        "round": collection,
        "is_late": collection.is_late_on(timezone.localdate()),
        "may_open": request.user.has_perm(May.SEE_PROGRAMMES),
        "desks": [
            AnswerDesk(
                answer,
                [row for row in rows if row.organisation_id == answer.organisation_id],
                collection.is_open and (_is_clerk(request) or answer.organisation_id in own),
            )
            for answer in answers
        ],
    }
    context["may_upload"] = any(desk.may_edit for desk in context["desks"])
    return show(request, "rounds/round", context)


@desk_page
@require_http_methods(["GET", "HEAD", "POST"])
@typed_into(ProgrammeForm)
def programme_add(request, number, organisation):
    """Form of a new programme."""
    answer = editable_answer(request, number, organisation)
    programme = Programme(organisation=answer.organisation, fiscal_year=answer.round.fiscal_year)
    return _edit(request, programme, answer)


@desk_page
@require_http_methods(["GET", "HEAD", "POST"])
@typed_into(ProgrammeForm)
def programme_edit(request, number):
    """Form of a programme."""
    programme = editable_programme(request, number)
    return _edit(request, programme, _answer_about(programme))


@desk_page
@require_http_methods(["GET", "HEAD", "POST"])
def programme_remove(request, number):
    """Taking a programme out of use, after a confirmation page."""
    programme = editable_programme(request, number)
    if request.method != "POST":
        return ask(request, _removing(programme))
    seen = whole_number(request.POST.get("seen")) or 0
    answer = _answer_about(programme)
    with refusals_told(request, ProgrammeRefused):
        programme_actions.remove_programme(programme=programme, seen=seen, by=request.user)
        messages.success(request, _("「%s」を消しました。") % programme)
        _say_if_taken_back(request, answer)
    return _back_to(answer)


@desk_page
@require_POST
def round_carry(request, number, organisation):
    """Copy of last year's rows."""
    answer = editable_answer(request, number, organisation)
    with refusals_told(request, ProgrammeRefused):
        count = programme_actions.carry_over(answer=answer, by=request.user)
        text = _("%d件を引き継ぎました。") % count
        messages.success(request, text if count else _("引き継ぐ事業は、ありませんでした。"))
        _say_if_taken_back(request, answer)
    return _back_to(answer)


@desk_page
@require_POST
def round_answer(request, number, organisation):
    """Answer: rows complete, none (該当なし), or the answer taken back."""
    answer = editable_answer(request, number, organisation)
    act, done = {
        RoundAnswer.Status.NOTHING: (programme_actions.answer_nothing, ANSWERED),
        RoundAnswer.Status.WAITING: (
            programme_actions.take_back_answer,
            _("回答を取り消しました。"),
        ),
    }.get(request.POST.get("answer"), (programme_actions.answer_round, ANSWERED))
    with refusals_told(request, ProgrammeRefused):
        act(answer=answer, by=request.user)
        messages.success(request, done)
    return _back_to(answer)


def _removing(programme: Programme) -> Question:
    """Question before a programme is taken out of use."""
    return Question(
        title=_("「%s」を消しますか") % programme,
        sentences=[
            f"{programme.organisation}　{programme.fiscal_year_label}",
            _("まちがえて消したときは、年度の照会が締め切られるまで、7日のあいだ元に戻せます。"),
            _("そのあとは、締め切りまで、事務局が管理画面の「事業」で戻せます。"),
        ],
        names=[text for text in (programme.content, programme.possible_development) if text],
        names_heading=_("消える内容"),
        button=_("消す"),
        back=reverse("platform_members:programme-edit", args=[programme.pk]),
        hidden={"seen": str(programme.revision)},
    )


def _say_if_taken_back(request, answer: RoundAnswer | None) -> None:
    """Say so where the programmes contradict an answer that was given, so that it waits again."""
    if answer is None or answer.is_waiting:
        return
    said = answer.get_status_display()
    answer.refresh_from_db()
    if answer.is_waiting:
        text = _("事業が変わったので、「%s」の回答は取り消されました。もう一度回答してください。")
        messages.warning(request, text % said)


def _edit(request, programme: Programme, answer: RoundAnswer | None):
    if answer and not answer.round.is_open:
        text = WITHDRAWN if answer.round.is_withdrawn else CLOSED
        raise NotTaken(str(text), _address_of(answer))
    form = ProgrammeForm(request.POST or None, instance=programme)
    if request.method == "POST" and form.is_valid():
        try:
            programme_actions.save_programme(
                programme=form.instance,
                seen=form.seen_revision,
                related=form.related,
                by=request.user,
            )
        except ProgrammeRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("「%s」を保存しました。") % programme)
            _say_if_taken_back(request, answer)
            return _back_to(answer)
    context = {"form": form, "programme": programme, "answer": answer}
    return show(request, "rounds/programme", context)


def rounds_for(user):
    """The rounds that a person may look at."""
    if user.has_perm(May.SEE_PROGRAMMES):
        return CollectionRound.objects.all()
    return CollectionRound.objects.viewable_by(user)


def viewable_answer(request, number, organisation) -> RoundAnswer:
    """The answer, for its organisation's people and for staff; 404 for everybody else."""
    answers = RoundAnswer.objects.for_lists()
    if not request.user.has_perm(May.SEE_PROGRAMMES):
        answers = answers.viewable_by(request.user)
    return get_object_or_404(answers, round=number, organisation=organisation)


def editable_answer(request, number, organisation) -> RoundAnswer:
    """The answer, for its organisation's editors and for clerks; 403 for who only looks on."""
    answer = viewable_answer(request, number, organisation)
    if not may_edit_for(request, answer.organisation):
        raise PermissionDenied
    return answer


def editable_programme(request, number) -> Programme:
    """The line, for its organisation's editors and clerks; 404 for strangers, 403 for viewers."""
    programmes = Programme.objects.in_use().as_collated()
    if not request.user.has_perm(May.SEE_PROGRAMMES):
        programmes = programmes.viewable_by(request.user)
    programme = get_object_or_404(programmes, pk=number)
    if not may_edit_for(request, programme.organisation):
        raise PermissionDenied
    return programme


def may_edit_for(request, organisation: Organisation) -> bool:
    """Whether the person may edit for an organisation."""
    own = Organisation.objects.editable_by(request.user)
    return _is_clerk(request) or own.contains(organisation)


def _is_clerk(request) -> bool:
    return request.user.has_perm(May.KEEP_PROGRAMMES)


def _answer_about(programme: Programme) -> RoundAnswer | None:
    """The answer to which a line belongs, if its year was asked about."""
    answers = RoundAnswer.objects.of(programme.organisation).in_year(programme.fiscal_year)
    return answers.for_lists().first()


def _back_to(answer: RoundAnswer | None):
    return redirect(_address_of(answer))


def _address_of(answer: RoundAnswer | None) -> str:
    if answer is None:
        return reverse("platform_members:round-list")
    keys = [answer.round_id, answer.organisation_id]
    return reverse("platform_members:answer-view", args=keys)
