"""Pages of the desk (/desk/): members' own windows, updates and organisations."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from directory.facts.diff import label_of
from directory.forms import SuspensionForm
from directory.models import Window
from directory.open_now.page_state import coming_exceptions, show_states
from directory.resubmission import typed_into
from directory.text.days import day_words
from directory.text.numbers import whole_number
from platform_members.desk.fields import tidied
from platform_members.desk.frame import desk_page, editable, refusals_told, show, viewable
from platform_members.listings import comparison
from platform_members.listings.actions import listings, updates
from platform_members.listings.actions.guards import UpdateRefused
from platform_members.listings.actions.organisations import EDITABLE, edit_organisation
from platform_members.listings.forms import OrganisationForm
from platform_members.listings.home import desk_of, may_be_confirmed, needs_confirmation, tasks_of
from platform_members.listings.parts import PARTS, Part
from platform_members.listings.status_words import done_words, unchanged
from platform_members.models import Listing, ListingUpdate, Organisation
from platform_members.outbox import mails_written, what_became_of
from platform_members.permissions import may_publish_at_once

UPDATES_PER_PAGE = 20
LATEST_UPDATES = 5
SAME = gettext_lazy("前と同じ内容です。何も変わっていません。")


@desk_page
@require_safe
def desk_view(request):
    """Home page: the person's organisations, their windows, tasks."""
    now = timezone.now()
    desks = desk_of(request.user, now)
    context = {
        "organisations": desks,
        "tasks": tasks_of(request.user, desks, now),
        "confirmed": [each for desk in desks for each in desk.listings if each.is_confirmed],
        "parts": PARTS.values(),
    }
    return show(request, "listings/home", context)


@desk_page
@require_safe
def listing_view(request, number):
    """Page of a window: facts, open update, decided updates."""
    listing = viewable(request, Listing.objects.for_desk(), number)
    now = timezone.now()
    if listing.window.status == Window.Status.PUBLISHED:
        show_states([listing.window], now)
    of_listing = ListingUpdate.objects.of_listing(listing).for_lists()
    newest = listing.window.versions.first()
    update = of_listing.open().first()
    may_edit = Listing.objects.editable_by(request.user).contains(listing)
    context = {
        "listing": listing,
        "window": listing.window,
        "coming_exceptions": coming_exceptions(listing.window, now),
        "is_due": needs_confirmation(listing.window, timezone.localdate(now)),
        "may_edit": may_edit,
        "may_confirm": may_edit and may_be_confirmed(listing.window, update),
        "own_confirmation": may_edit and listings.own_confirmation(listing.window, request.user),
        "update": update,
        "closed": of_listing.closed()[:LATEST_UPDATES],
        "seen": newest.pk if newest else "",
        "parts": PARTS.values(),
    }
    return show(request, "listings/listing", context)


@desk_page
@require_POST
def listing_confirm(request, number):
    """Confirmation (変更ありません) by one click. The action refuses those who only look on."""
    listing = viewable(request, Listing.objects.for_desk(), number)
    seen = whole_number(request.POST.get("seen"))
    with refusals_told(request, UpdateRefused):
        listings.confirm_listing(listing=listing, seen=seen, by=request.user)
        text = _("「%s」を、きょう確認したと記録しました。ありがとうございます。")
        messages.success(request, text % listing.window.subject)
    return _back(request, listing)


@desk_page
@require_POST
def listing_unconfirm(request, number):
    """Withdrawal of one's own confirmation that was given by mistake."""
    listing = viewable(request, Listing.objects.for_desk(), number)
    with refusals_told(request, UpdateRefused):
        listings.take_back_confirmation(listing=listing, by=request.user)
        text = _("「%(subject)s」の確認を取り消しました。最終確認日：%(day)s")
        day = Window.objects.get(pk=listing.window_id).verified_on
        day_text = day_words(day) if day else _("わかりません")
        messages.success(request, text % {"subject": listing.window.subject, "day": day_text})
    return _back(request, listing)


def _back(request, listing: Listing):
    """Redirect to the page whose button was pressed: the desk, or the window's."""
    if request.POST.get("page") == "desk":
        return redirect("platform_members:desk-view")
    return redirect("platform_members:listing-view", listing.pk)


@desk_page
@require_http_methods(["GET", "HEAD", "POST"])
@typed_into(SuspensionForm)
def listing_suspend(request, number):
    """Form of a suspension, effective at once."""
    listing = editable(request, Listing.objects.for_desk(), number)
    form = SuspensionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            with mails_written() as mails:
                listings.suspend_listing(listing=listing, by=request.user, **form.cleaned_data)
        except UpdateRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            text = _("休止しました。住民には、もう表示されていません。")
            messages.success(request, text + what_became_of(mails, _("職員")))
            return redirect("platform_members:listing-view", listing.pk)
    return show(request, "listings/suspend", {"listing": listing, "form": form})


@desk_page
@require_http_methods(["GET", "HEAD", "POST"])
@typed_into(OrganisationForm)
def organisation_edit(request, number):
    """Form of one's organisation, effective at once."""
    sent = tidied(request.POST) if request.method == "POST" else None
    # The mails leave with the end of the transaction; only then it is known what became of them.
    with mails_written() as mails, transaction.atomic():
        organisation = editable(request, Organisation.objects, number)
        form = OrganisationForm(sent, instance=organisation)
        is_sound = sent is not None and form.is_valid()
        if is_sound:
            said = {name: getattr(form.instance, name) for name in EDITABLE}
            is_changed = edit_organisation(organisation=organisation, said=said, by=request.user)
    if not is_sound:
        return show(request, "listings/organisation", {"organisation": organisation, "form": form})
    messages.success(request, _saved_words(organisation, mails) if is_changed else SAME)
    return redirect("platform_members:desk-view")


def _saved_words(organisation: Organisation, mails) -> str:
    """Message about a saved organisation: who sees it, and who was told."""
    if organisation.is_public:
        text = _("保存しました。もう公開されています。")
    else:
        text = _("保存しました。団体のページは、まだ公開していません。")
    return text + what_became_of(mails, _("職員"))


@desk_page
@require_safe
def update_list(request, number):
    """List of an organisation's updates."""
    organisation = viewable(request, Organisation.objects, number)
    proposed = ListingUpdate.objects.of_organisation(organisation).for_lists()
    page = Paginator(proposed, UPDATES_PER_PAGE).get_page(request.GET.get("page"))
    return show(request, "listings/updates", {"organisation": organisation, "page": page})


@desk_page
@require_safe
def update_view(request, number):
    """Page of an update: changes, decision, reason."""
    update = viewable(request, ListingUpdate.objects.for_lists(), number)
    context = {
        "update": update,
        "parts": [_standing(part, update) for part in PARTS.values()] if update.is_open else [],
        "rows": comparison.outcome(update),
        "overridden": comparison.overridden(update),
        "may_edit": ListingUpdate.objects.editable_by(request.user).contains(update),
    }
    return show(request, "listings/update", context)


def _standing(part: Part, update: ListingUpdate) -> dict:
    """How a part of the form stands in an open update: what it changes, what is still missing."""
    unfinished = (update.unfinished[name] for name in part.names if name in update.unfinished)
    whys = (why for each in unfinished for why in each["why"])
    return {
        "part": part,
        "changed": [label_of(name) for name in update.changed_names if name in part.names],
        "missing": [f"{why['label']}：{why['text']}".lstrip("：") for why in whys],
    }


@desk_page
@require_POST
def update_send(request, number):
    """Submission of a draft as it stands. The action refuses those who only look on."""
    update = viewable(request, ListingUpdate.objects.for_lists(), number)
    seen = whole_number(request.POST.get("seen")) or 0
    at_once = may_publish_at_once(request)
    with refusals_told(request, UpdateRefused):
        update = updates.send(update=update, seen=seen, at_once=at_once, by=request.user)
        messages.success(request, done_words(update))
    return redirect("platform_members:update-view", update.pk)


@desk_page
@require_POST
def update_withdraw(request, number):
    """Withdrawal of a draft or a waiting update. The action refuses those who only look on."""
    update = viewable(request, ListingUpdate.objects.for_lists(), number)
    seen = whole_number(request.POST.get("seen"))
    with refusals_told(request, UpdateRefused):
        updates.withdraw(update=update, seen=seen, by=request.user)
        messages.success(request, _("変更案を取り下げました。%s") % unchanged(update))
    return redirect("platform_members:update-view", update.pk)
