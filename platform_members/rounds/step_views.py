"""Pages of a round's steps: open, correct, remind, close, withdraw, resume."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from directory.resubmission import NotTaken, typed_into
from directory.text.numbers import whole_number
from platform_members import fiscal_years
from platform_members.desk.frame import clerk_page, refusals_told, show
from platform_members.desk.question import ask
from platform_members.models import CollectionRound
from platform_members.rounds import actions, questions
from platform_members.rounds.forms import RoundCorrectionForm, RoundForm
from platform_members.rounds.mails import MailedOrganisations
from platform_members.rounds.programme_actions import ProgrammeRefused


@clerk_page("programme")
@require_http_methods(["GET", "HEAD", "POST"])
@typed_into(RoundForm)
def round_add(request):
    """Form of a new round."""
    year = fiscal_years.fiscal_year_of(timezone.localdate())
    form = RoundForm(request.POST or None, initial={"fiscal_year": year})
    if request.method == "POST" and form.is_valid():
        organisations = form.cleaned_data["organisations"]
        try:
            told = actions.open_round(
                collection=form.instance, organisations=organisations, by=request.user
            )
        except ProgrammeRefused as refusal:
            form.add_error("fiscal_year", str(refusal))
        else:
            messages.success(request, _("照会を始めました。"))
            say_who_was_told(request, told, _("照会のお知らせ"))
            return _to_overview(form.instance)
    return show(request, "rounds/add", {"form": form})


@clerk_page("programme")
@require_http_methods(["GET", "HEAD", "POST"])
@typed_into(RoundCorrectionForm)
def round_edit(request, number):
    """Form of an open round."""
    collection = get_object_or_404(CollectionRound, pk=number)
    if not collection.is_open:
        back = reverse("platform_members:round-overview", args=[number])
        raise NotTaken(_("この照会は受付中ではないので、直せません。"), back)
    context = {"title": collection.title, "round": collection}
    context["seen"] = request.POST.get("seen", collection.revision)
    form = RoundCorrectionForm(request.POST or None, instance=collection)
    if request.method == "POST" and form.is_valid():
        try:
            told, asked = actions.correct_round(
                collection=form.instance,
                seen=whole_number(request.POST.get("seen")) or 0,
                organisations=form.cleaned_data["organisations"],
            )
        except ProgrammeRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("照会を直しました。"))
            say_who_was_told(request, told, _("新しい期限"))
            say_who_was_told(request, asked, _("照会のお知らせ"))
            return _to_overview(collection)
    return show(request, "rounds/edit", context | {"form": form})


@clerk_page("programme")
@require_http_methods(["GET", "HEAD", "POST"])
def round_remind(request, number):
    """Reminders to those that have not answered, after a confirmation page."""
    collection = get_object_or_404(CollectionRound.objects.open(), pk=number)
    due = list(actions.due_for_reminder(collection, timezone.localdate()).with_reach())
    if request.method == "POST":
        told = actions.remind(collection=collection, now=timezone.now())
    elif any(each.is_reachable for each in due):
        return ask(request, questions.reminding(collection, due))
    else:
        told = MailedOrganisations({each.organisation: [] for each in due})
    say_who_was_told(request, told, _("催促"))
    if not told.mails:
        text = _("催促する相手はありません。同じ相手に催促するのは、1日に1回までです。")
        messages.warning(request, text)
    return _to_overview(collection)


@clerk_page("programme")
@require_http_methods(["GET", "HEAD", "POST"])
def round_close(request, number):
    """Closing of a round, after a confirmation page."""
    done = _("締め切りました。事業は変えられません。")
    return _change(request, number, actions.close_round, done, questions.closing)


@clerk_page("programme")
@require_POST
def round_reopen(request, number):
    """Reopening of a round."""
    done = _("もう一度、回答を受け付けます。課・団体には、メールを送っていません。")
    return _change(request, number, actions.reopen_round, done)


@clerk_page("programme")
@require_http_methods(["GET", "HEAD", "POST"])
def round_withdraw(request, number):
    """Withdrawal of a round, after a confirmation page."""
    done = _("照会を取り下げました。「もう一度始める」を押すと、もとに戻せます。")
    news = _("取り下げのお知らせ")
    return _change(request, number, actions.withdraw_round, done, questions.withdrawing, news)


@clerk_page("programme")
@require_http_methods(["GET", "HEAD", "POST"])
def round_resume(request, number):
    """Resumption of a withdrawn round, after a confirmation page."""
    done, news = _("照会をもう一度始めました。"), _("再開のお知らせ")
    return _change(request, number, actions.resume_round, done, questions.resuming, news)


def say_who_was_told(request, told: MailedOrganisations, what: str) -> None:
    """Messages about sent mails, unsent mails, and organisations without an address.

    To be called after the commit: mails are sent then.
    """
    unsent = told.unsent
    if sent := len(told.written_to) - len(unsent):
        text = _("%(what)sを、%(count)d件の課・団体にメールで送りました。")
        messages.success(request, text % {"what": what, "count": sent})
    for organisations, text in (
        (
            unsent,
            _(
                "%(count)d件への%(what)sのメールは、まだ送れていません。しばらくすると、"
                "もう一度送ります：%(names)s"
            ),
        ),
        (
            told.unreachable,
            _(
                "%(count)d件は、メールの届け先がないので、%(what)sを送っていません。"
                "電話などで知らせてください。管理画面の「団体」で担当者を招待するか、"
                "連絡先のメールを入れると、次から届きます：%(names)s"
            ),
        ),
    ):
        if organisations:
            names = "、".join(map(str, organisations))
            values = {"what": what, "count": len(organisations), "names": names}
            messages.warning(request, text % values)


def _change(request, number: int, act, done: str, question=None, news: str = ""):
    """Do a step, once asked, and redirect with a message; `news` names the step's mails, if any."""
    collection = get_object_or_404(CollectionRound.objects.with_counts(), pk=number)
    if question and request.method != "POST":
        return ask(request, question(collection))
    with refusals_told(request, ProgrammeRefused):
        told = act(collection=collection, by=request.user)
        messages.success(request, done)
        if news:
            say_who_was_told(request, told, news)
    return _to_overview(collection)


def _to_overview(collection: CollectionRound):
    return redirect("platform_members:round-overview", collection.pk)
