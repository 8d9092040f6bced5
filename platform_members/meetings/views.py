"""Meetings at the desk (/desk/meetings/), attendance, and the calendar's secret address."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from platform_members.desk.frame import desk_page, show
from platform_members.desk.question import Question, ask
from platform_members.meetings.actions import answer_meeting, renew_feed
from platform_members.meetings.forms import AttendanceForm
from platform_members.models import Attendance, CalendarFeed, Meeting
from platform_members.outbox import address
from platform_members.permissions import May

MEETINGS_PER_PAGE = 20


@desk_page
@require_safe
def meeting_list(request):
    """Lists of coming meetings, with the person's answers, and of past ones."""
    today = timezone.localdate()
    meetings = Meeting.objects.viewable_by(request.user)
    past = meetings.past_on(today).for_lists()
    upcoming = list(meetings.upcoming_on(today).for_lists())
    answers = {each.meeting_id: each for each in Attendance.objects.of(request.user)}
    for meeting in upcoming:
        meeting.own_answer = answers.get(meeting.pk)
    context = {
        "upcoming": upcoming,
        "page": Paginator(past, MEETINGS_PER_PAGE).get_page(request.GET.get("page")),
        "feed": CalendarFeed.objects.of(request.user).first(),
        "may_import": request.user.has_perm(May.KEEP_MEETINGS),
    }
    return show(request, "meetings/list", context)


@desk_page
@require_http_methods(["GET", "HEAD", "POST"])
def meeting_view(request, number):
    """Page of a meeting; a POST saves the person's answer."""
    meetings = Meeting.objects.viewable_by(request.user).for_lists()
    meeting = get_object_or_404(meetings, pk=number)
    own = meeting.attendances.of(request.user).first()
    is_over = meeting.is_over_on(timezone.localdate())
    form = AttendanceForm(request.POST or None, initial={"answer": own and own.answer})
    if request.method == "POST" and is_over:
        messages.warning(request, _("この会議は終わりました。出欠は変えられません。"))
        return redirect(meeting)
    if request.method == "POST" and form.is_valid():
        answer_meeting(meeting=meeting, answer=form.cleaned_data["answer"], by=request.user)
        messages.success(request, _("出欠を受け付けました。"))
        return redirect(meeting)
    sees_answers = request.user.has_perm(May.SEE_MEETINGS)
    context = {
        "meeting": meeting,
        "form": None if is_over else form,
        "own": own,
        "sees_answers": sees_answers,
        "keeps_notes": request.user.has_perm(May.KEEP_MEETINGS),
        "attendances": meeting.attendances.with_people() if sees_answers else [],
    }
    return show(request, "meetings/meeting", context)


@desk_page
@require_http_methods(["GET", "HEAD", "POST"])
def feed_renew(request):
    """New secret address of the person's calendar, shown once; asks before it replaces one."""
    if request.method != "POST":
        return ask(request, _about_feed(_("カレンダーのアドレスを、新しく作りますか"), _("作る")))
    token = renew_feed(by=request.user)
    text = _("カレンダーのアドレスです。いちど閉じると、もう表示できません：%s")
    messages.success(request, text % address("platform_members:feed-view", token))
    return redirect("platform_members:meeting-list")


@desk_page
@require_http_methods(["GET", "HEAD", "POST"])
def feed_revoke(request):
    """Removal of the calendar's address, after a confirmation page."""
    if request.method != "POST":
        title = _("カレンダーのアドレスを、無効にしますか")
        return ask(request, _about_feed(title, _("無効にする")))
    deleted, _models = CalendarFeed.objects.of(request.user).delete()
    if deleted:
        messages.success(request, _("カレンダーのアドレスを無効にしました。"))
    else:
        messages.warning(request, _("無効にするアドレスは、ありません。"))
    return redirect("platform_members:meeting-list")


def _about_feed(title: str, button: str) -> Question:
    """Question before a calendar's address stops working."""
    return Question(
        title=title,
        sentences=[
            _("いまのアドレスは使えなくなり、元に戻せません。"),
            _("登録したカレンダーには、会議が出なくなります。"),
        ],
        button=button,
        back=reverse("platform_members:meeting-list"),
    )


@login_not_required
@never_cache
@require_safe
def feed_view(request, token):
    """Calendar feed at a secret address, with the meetings of its owner."""
    from platform_members.meetings.calendars import calendar_of

    feed = CalendarFeed.objects.with_token(token).first()
    if feed is None:
        raise Http404
    meetings = Meeting.objects.viewable_by(feed.user)
    return HttpResponse(calendar_of(meetings), content_type="text/calendar; charset=utf-8")
