"""Addresses of the yearly rounds and their programmes."""

from django.urls import path

from platform_members.rounds import department_views, office_views, step_views, upload_views

ANSWER = "rounds/<int:number>/organisations/<int:organisation>/"

desk = [
    path("rounds/", department_views.round_list, name="round-list"),
    path("rounds/add/", step_views.round_add, name="round-add"),
    path("rounds/<int:number>/", department_views.round_view, name="round-view"),
    path("rounds/<int:number>/overview/", office_views.round_overview, name="round-overview"),
    path("rounds/<int:number>/edit/", step_views.round_edit, name="round-edit"),
    path("rounds/<int:number>/remind/", step_views.round_remind, name="round-remind"),
    path("rounds/<int:number>/close/", step_views.round_close, name="round-close"),
    path("rounds/<int:number>/reopen/", step_views.round_reopen, name="round-reopen"),
    path("rounds/<int:number>/withdraw/", step_views.round_withdraw, name="round-withdraw"),
    path("rounds/<int:number>/resume/", step_views.round_resume, name="round-resume"),
    path("rounds/<int:number>/sheet/", upload_views.sheet_view, name="sheet-view"),
    path("rounds/<int:number>/sheet.xlsx", upload_views.sheet_download, name="sheet-download"),
    path("rounds/<int:number>/upload/", upload_views.sheet_upload, name="sheet-upload"),
    path("uploads/<int:number>/", upload_views.upload_view, name="upload-view"),
    path(ANSWER, department_views.answer_view, name="answer-view"),
    path(f"{ANSWER}carry/", department_views.round_carry, name="round-carry"),
    path(f"{ANSWER}answer/", department_views.round_answer, name="round-answer"),
    path(f"{ANSWER}programmes/add/", department_views.programme_add, name="programme-add"),
    path("programmes/", office_views.programme_list, name="programme-list"),
    path("programmes/export/", office_views.programme_export, name="programme-export"),
    path("programmes/<int:number>/edit/", department_views.programme_edit, name="programme-edit"),
    path(
        "programmes/<int:number>/remove/",
        department_views.programme_remove,
        name="programme-remove",
    ),
]
