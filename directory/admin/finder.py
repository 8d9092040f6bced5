"""Pages of the finder: questions, answers, the whole as a picture, and a trial of it."""

from collections.abc import Iterable

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from directory.admin import dashboard
from directory.admin.dashboard import DashboardRow, Severity, Task, UnlessLarge
from directory.admin.out_of_use import InUseFilter, OutOfUse
from directory.admin.pages import admin_page, admin_path
from directory.admin.revisions import RevisionCheck
from directory.admin.rows import Rows
from directory.admin.versions import Versions
from directory.concurrency import RevisedForm
from directory.finder.faults import faults
from directory.finder.guide import read_answers, written
from directory.finder.outcome import outcome_of
from directory.finder.picture import draw
from directory.finder.read import read_guide
from directory.models import DangerKind, FinderAnswer, FinderAnswerWindow, FinderQuestion


@admin.register(FinderQuestion)
class FinderQuestionAdmin(OutOfUse, Versions, RevisionCheck):
    """The questions; a change counts from the next visitor on."""

    list_display = ["text", "order", "answers_text"]
    list_filter = [InUseFilter]
    search_fields = ["text"]

    def get_queryset(self, request):
        """Questions with their answers."""
        return super().get_queryset(request).prefetch_related("answers")

    @admin.display(description=gettext_lazy("答え"))
    def answers_text(self, question: FinderQuestion) -> str:
        return "、".join(each.text for each in question.answers.all() if each.is_in_use)

    def get_urls(self):
        return [
            admin_path(self, "picture/", self.picture, "finder-picture"),
            admin_path(self, "try/", self.try_out, "finder-try"),
            *super().get_urls(),
        ]

    def picture(self, request):
        """案内の図: all questions with the ways between them, and what is wrong. Writes nothing."""
        self._refuse_strangers(request)
        guide = read_guide()
        context = {
            "picture": draw(guide),
            "guide": guide,
            "questions": [
                (question, [(each, _end(each, guide)) for each in question.answers])
                for question in guide.questions.values()
            ],
            "faults": faults(),
        }
        template = "directory/finderquestion/picture"
        return admin_page(self, request, template, _("案内の図"), **context)

    def try_out(self, request):
        """試す: the way of a resident, with what leads to each window. Writes nothing."""
        self._refuse_strangers(request)
        walk = read_guide().walk(read_answers(request.GET.getlist("answers")))
        question, outcome = walk.question, None
        if walk.steps and question is None:
            outcome = outcome_of(walk, timezone.now())
        context = {
            "walk": walk,
            "answers": [
                (each, written([*walk.keys, each.key]))
                for each in (question.answers if question else ())
            ],
            "outcome": outcome,
            "dangers": [DangerKind(kind).label for kind in outcome.dangers] if outcome else [],
            "given": written(walk.keys),
        }
        return admin_page(self, request, "directory/finderquestion/try", _("案内を試す"), **context)

    def _refuse_strangers(self, request) -> None:
        if not self.has_view_permission(request):
            raise PermissionDenied


def _end(answer, guide) -> str:
    """What follows an answer, in words."""
    if answer.dangers:
        return _("緊急の知らせ：%(kinds)s") % {
            "kinds": "、".join(str(DangerKind(kind).label) for kind in answer.dangers)
        }
    question = guide.questions.get(answer.leads_to)
    return question.text if question else _("窓口を案内する")


class FinderAnswerForm(RevisedForm):
    """An answer, its kinds of danger and categories to be ticked."""

    class Meta:
        model = FinderAnswer
        fields = [
            *("question", "text", "order", "leads_to"),
            *("dangers", "way", "open_first", "categories"),
        ]
        widgets = {"categories": forms.CheckboxSelectMultiple}


class FinderAnswerWindowInline(Rows, admin.TabularInline):
    """Windows of an answer, in order, with the reasons."""

    model = FinderAnswerWindow
    autocomplete_fields = ["window"]
    extra = 1


@admin.register(FinderAnswer)
class FinderAnswerAdmin(OutOfUse, Versions, RevisionCheck):
    """The answers, question by question."""

    change_list_template = "admin/directory/finderquestion/change_list.html"
    form = FinderAnswerForm
    list_display = ["text", "question", "order", "leads_to", "way"]
    list_filter = [InUseFilter, "question", "way"]
    list_select_related = ["question", "leads_to"]
    search_fields = ["text"]
    inlines = [FinderAnswerWindowInline]


@dashboard.register("directory.change_finderquestion")
def finder() -> Iterable[DashboardRow]:
    """Row about ways through the finder that end nowhere."""
    yield DashboardRow(
        _("「迷ったら」の案内の行き止まりなど"),
        UnlessLarge(lambda: len(faults())),
        reverse("admin:finder-picture"),
        Severity.URGENT,
        Task.FIX,
    )
