"""Pages of the review (/desk/review/)."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from directory.facts.snapshot import facts_of
from directory.models import Window, day_calendar
from directory.resubmission import NotTaken, typed_into
from directory.text.days import day_words
from directory.text.numbers import whole_number
from platform_members.desk.frame import decision_page, review_page, show
from platform_members.listings import comparison
from platform_members.listings.actions.guards import UpdateRefused, decided_already
from platform_members.listings.editing_views import hours_read, preview_of, requested_action
from platform_members.listings.editor import ListingEditor, typed_into_editor
from platform_members.listings.forms import CommentForm
from platform_members.listings.status_words import taken, unchanged, until_decided_by_reviewers
from platform_members.models import ListingUpdate
from platform_members.outbox import mails_written, what_became_of
from platform_members.proposals import merged, nothing, proposable, without_noise
from platform_members.review.actions import Seen, approve, approve_corrected, decline, return_update
from platform_members.review.forms import ReviewForm
from platform_members.working_days import PATIENCE, working_days

UPDATES_PER_PAGE = 30
# Whether a new window is shown to residents at once, by the button that was pressed.
SHOWS = {"approve": True, "approve_draft": False}
TURNING_DOWN = {"return": return_update, "decline": decline}
DONE = {
    "published": _("承認して公開しました。"),
    "approved": _("承認しました。"),
    "returned": _("コメントをつけて返しました。"),
    "declined": _("見送りました。"),
}
DECISIONS = {*SHOWS, *TURNING_DOWN}


@review_page
@require_safe
def review_list(request):
    """Queue of updates, the oldest first."""
    waiting = ListingUpdate.objects.waiting().for_lists()
    page = Paginator(waiting, UPDATES_PER_PAGE).get_page(request.GET.get("page"))
    today, calendar = timezone.localdate(), day_calendar()
    for update in page:
        submitted_on = timezone.localdate(update.submitted_at)
        update.days_waiting = working_days(submitted_on, today, calendar)
    return show(request, "review/list", {"page": page, "patience": PATIENCE})


@review_page
@require_safe
def review_published(request):
    """List of updates published without review, the latest first."""
    published = ListingUpdate.objects.without_review().for_lists()
    page = Paginator(published, UPDATES_PER_PAGE).get_page(request.GET.get("page"))
    return show(request, "review/published", {"page": page})


@review_page
@require_http_methods(["GET", "HEAD", "POST"])
@typed_into(CommentForm)
def review_view(request, number):
    """One update: what it changes; approve, return, decline."""
    update = get_object_or_404(ListingUpdate.objects.sent_in().for_lists(), pk=number)
    if not update.is_waiting:
        return _decided(request, update)
    rows = comparison.rows(update, _current(update))
    decision = request.POST.get("decision", "")
    by_portal = update.shared is not None
    form = ReviewForm(request.POST or None, rows=rows, decision=decision, by_portal=by_portal)
    if decision in DECISIONS and form.is_valid():
        try:
            with mails_written() as mails:
                _decide(request, update, form)
        except (UpdateRefused, ValidationError) as refusal:
            # What there is to see has changed: boxes start anew, the comment stays.
            messages.warning(request, _words(refusal))
            update = ListingUpdate.objects.for_lists().get(pk=update.pk)
            rows = comparison.rows(update, _current(update))
            typed = form.cleaned_data["comment"]
            form = ReviewForm(None, rows=rows, comment=typed, by_portal=by_portal)
        else:
            messages.success(request, done_words(update, mails))
            return redirect("platform_members:review-list")
    return _page(request, update, rows, form)


@decision_page
@require_http_methods(["GET", "HEAD", "POST"])
@typed_into_editor
def review_correct(request, number):
    """Form in which a reviewer corrects an update and approves it."""
    update = get_object_or_404(ListingUpdate.objects.sent_in().for_lists(), pk=number)
    if not update.is_waiting:
        return _decided(request, update)
    current = _current(update)
    hours_text, data = hours_read(request, update.window)
    editor = ListingEditor(merged(current, update.facts, update.changed_names), data or None)
    comment = CommentForm(request.POST or None, by_portal=update.shared is not None)
    wish = ""
    if hours_text.is_new:
        editor.show_typed()
    elif comment.is_valid() or not comment.is_bound:
        wish = requested_action(request, editor)
    context = {"update": update, "editor": editor, "comment": comment, "seen": Seen.of(update)}
    context["hours_text"] = hours_text
    if wish in SHOWS:
        try:
            with mails_written() as mails:
                approve_corrected(
                    update=update,
                    seen=_seen_in(request),
                    facts=without_noise(editor.facts(), current),
                    comment=comment.cleaned_data["comment"],
                    shows=update.is_new and SHOWS[wish],
                    by=request.user,
                )
        except (UpdateRefused, ValidationError) as refusal:
            editor.refuse(_words(refusal))
        else:
            messages.success(request, done_words(update, mails))
            return redirect("platform_members:review-list")
    if wish == "preview":
        context["preview"] = preview_of(without_noise(editor.facts(), current), update.window)
    return show(request, "review/correct", context)


def done_words(update: ListingUpdate, mails) -> str:
    """Message about a decision: update, window, mail."""
    update = ListingUpdate.objects.for_lists().get(pk=update.pk)
    if update.result is None or update.window is None:
        sentences = [DONE[update.status], unchanged(update)]
    else:
        is_public = update.window.status == Window.Status.PUBLISHED
        sentences = [DONE["published" if is_public else "approved"], taken(update.window)]
    if update.checked_on and update.has_confirmed:
        day = day_words(update.checked_on)
        sentences.append(_("最終確認日は、%s になりました。") % day)
    return "".join(map(str, [*sentences, what_became_of(mails)]))


def _page(request, update, rows, form):
    current = _current(update)
    context = {
        "update": update,
        "changes": [(row, form[f"take_{row.name}"]) for row in rows],
        "conflict_count": sum(row.is_conflict for row in rows),
        "until_decided": until_decided_by_reviewers(update.window),
        "hours_difference": comparison.hours_difference(current, current | update.facts),
        "form": form,
        "seen": Seen.of(update),
    }
    return show(request, "review/update", context)


def _decided(request, update):
    """Page of a decided update. Raises NotTaken for a POST."""
    if request.method == "POST":
        back = reverse("platform_members:review-view", args=[update.pk])
        raise NotTaken(str(decided_already(update)), back)
    context = {
        "update": update,
        "rows": comparison.outcome(update),
        "overridden": comparison.overridden(update),
    }
    return show(request, "review/decided", context)


def _decide(request, update, form: ReviewForm) -> None:
    """Do what the pressed button says. Raises UpdateRefused, ValidationError."""
    comment = form.cleaned_data["comment"]
    act = {"update": update, "seen": _seen_in(request), "comment": comment, "by": request.user}
    if form.decision in TURNING_DOWN:
        TURNING_DOWN[form.decision](**act)
    else:
        shows = update.is_new and SHOWS[form.decision]
        approve(taken=None if update.is_new else form.taken, shows=shows, **act)


def _current(update: ListingUpdate) -> dict:
    """Facts of the window now; blank ones for a new window."""
    return proposable(facts_of(update.window)) if update.window else nothing()


def _seen_in(request) -> Seen:
    """State that the reviewer has seen, from the page's hidden fields."""
    return Seen(
        whole_number(request.POST.get("revision")) or 0, whole_number(request.POST.get("version"))
    )


def _words(refusal: UpdateRefused | ValidationError) -> str:
    """Sentence about a refusal."""
    if isinstance(refusal, UpdateRefused):
        return str(refusal)
    return _("この内容は、このままでは公開できません：%s") % "、".join(refusal.messages)
