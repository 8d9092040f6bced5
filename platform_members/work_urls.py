"""Addresses of the platform's own work: rounds and programmes, meetings, the gap map."""

from django.urls import path

from platform_members import (
    gap_views,
    meeting_import_views,
    meeting_views,
    programme_views,
    public_gap_views,
    round_step_views,
    round_views,
    sheet_views,
)

ANSWER = "rounds/<int:number>/organisations/<int:organisation>/"
GAP = "gaps/<slug:axis>/<slug:slug>/<slug:value>/"

desk = [
    path("rounds/", programme_views.round_list, name="round-list"),
    path("rounds/add/", round_step_views.round_add, name="round-add"),
    path("rounds/<int:number>/", programme_views.round_view, name="round-view"),
    path("rounds/<int:number>/overview/", round_views.round_overview, name="round-overview"),
    path("rounds/<int:number>/edit/", round_step_views.round_edit, name="round-edit"),
    path("rounds/<int:number>/remind/", round_step_views.round_remind, name="round-remind"),
    path("rounds/<int:number>/close/", round_step_views.round_close, name="round-close"),
    path("rounds/<int:number>/reopen/", round_step_views.round_reopen, name="round-reopen"),
    path("rounds/<int:number>/withdraw/", round_step_views.round_withdraw, name="round-withdraw"),
    path("rounds/<int:number>/resume/", round_step_views.round_resume, name="round-resume"),
    path("rounds/<int:number>/sheet/", sheet_views.sheet_view, name="sheet-view"),
    path("rounds/<int:number>/sheet.xlsx", sheet_views.sheet_download, name="sheet-download"),
    path("rounds/<int:number>/upload/", sheet_views.sheet_upload, name="sheet-upload"),
    path("uploads/<int:number>/", sheet_views.upload_view, name="upload-view"),
    path(ANSWER, programme_views.answer_view, name="answer-view"),
    path(f"{ANSWER}carry/", programme_views.round_carry, name="round-carry"),
    path(f"{ANSWER}answer/", programme_views.round_answer, name="round-answer"),
    path(f"{ANSWER}programmes/add/", programme_views.programme_add, name="programme-add"),
    path("programmes/", round_views.programme_list, name="programme-list"),
    path("programmes/export/", round_views.programme_export, name="programme-export"),
    path("programmes/<int:number>/edit/", programme_views.programme_edit, name="programme-edit"),
    path(
        "programmes/<int:number>/remove/",
        programme_views.programme_remove,
        name="programme-remove",
    ),
    path("meetings/", meeting_views.meeting_list, name="meeting-list"),
    path("meetings/import/", meeting_import_views.meeting_import, name="meeting-import"),
    path(
        "meetings/imports/<int:number>/",
        meeting_import_views.meeting_import_view,
        name="meeting-import-view",
    ),
    path("meetings/<int:number>/", meeting_views.meeting_view, name="meeting-view"),
    path("meetings/calendar/renew/", meeting_views.feed_renew, name="feed-renew"),
    path("meetings/calendar/revoke/", meeting_views.feed_revoke, name="feed-revoke"),
    path("gaps/", gap_views.gap_list, name="gap-list"),
    path("gaps/export/", gap_views.gap_export, name="gap-export"),
    path("gaps/publish/<int:year>/<slug:axis>/", gap_views.gap_publish, name="gap-publish"),
    path("gaps/unpublish/<int:year>/<slug:axis>/", gap_views.gap_unpublish, name="gap-unpublish"),
    path(GAP, gap_views.gap_view, name="gap-view"),
    path(f"{GAP}check/", gap_views.gap_check, name="gap-check"),
    path(f"{GAP}uncheck/", gap_views.gap_uncheck, name="gap-uncheck"),
]
public = [
    path("members/gaps/", public_gap_views.public_gap_list, name="public-gap-list"),
    path(f"members/{GAP}", public_gap_views.public_gap_view, name="public-gap-view"),
    path("calendars/<str:token>.ics", meeting_views.feed_view, name="feed-view"),
]
