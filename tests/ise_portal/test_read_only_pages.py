"""Staff who may only look read words on every page of admin, never what the database stores."""

from datetime import date

import pytest
from django.contrib import admin
from django.urls import reverse
from django.utils import timezone

from campaigns.loading import load_campaigns
from campaigns.models import Kpi
from directory.models import (
    AuditEntry,
    Category,
    Edition,
    HoursException,
    LinkCheck,
    Window,
    YearEnd,
)
from platform_members.models import (
    MembershipApplication,
    Organisation,
    OutgoingMail,
    Subscription,
    VerificationRequest,
)
from tests.factories import ProgrammeFactory, WindowFactory, give_hours
from tests.helpers.admin_words import OURS, fixed_texts, is_code
from tests.helpers.city import FIXTURES


@pytest.fixture
def everything(members, clerk):
    """A row of everything that admin shows, with every field of our own types filled in."""
    load_campaigns(FIXTURES)
    window = WindowFactory(
        channels=["telephone", "visit"], languages=["ja", "en"], shifted_closing_days=[2, 6]
    )
    give_hours(window, "月火水木金 8:30-17:15", nth_weeks=[1, 3, -1])
    HoursException.objects.create(
        window=window, first_day="2026-12-28", last_day="2026-12-28", spans=[[540, 720]]
    )
    now = timezone.now()
    LinkCheck.objects.create(window=window, kind="website", status="ok", checked_at=now)
    VerificationRequest.objects.create(
        window=window, email="a@example.jp", token_hash="0", expires_at=now, asked_by=clerk
    )
    Edition.objects.create(
        name="版", printed_on=date(2026, 11, 1), copies=1, facts=[], made_by=clerk
    )
    Organisation.objects.update(areas=["awareness", "employment"], small_steps=["place", "visit"])
    MembershipApplication.objects.create(
        name="団体",
        kind="npo",
        areas=["awareness", "employment"],
        email="a@example.jp",
        consent=True,
    )
    OutgoingMail.objects.create(kind="invited", to="a@example.jp", subject="件名", text="本文")
    Kpi.objects.create(name="相談件数", kind="consultations", step="month")
    YearEnd.objects.create()
    AuditEntry.objects.exported("相談窓口.xlsx", by=clerk, rows=1)
    ProgrammeFactory()
    Subscription.objects.create(
        name="三重県",
        address="https://soudan.example/hsds/",
        organisation=Organisation.objects.first(),
    )


@pytest.mark.parametrize("role", ["reader", "publicist"])
def test_who_may_only_look_reads_no_code(client, everything, role, request):
    """Each list, and the first and last page of each kind, tables of rows included."""
    client.force_login(request.getfixturevalue(role))
    seen = set()
    for model in admin.site._registry:
        if model._meta.app_label not in OURS:
            continue
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        pages = [reverse(f"{name}_changelist")]
        assert model.objects.exists(), model
        for row in {model.objects.order_by("pk").first(), model.objects.order_by("pk").last()}:
            pages.append(reverse(f"{name}_change", args=[row.pk]))
        for page in pages:
            response = client.get(page)
            if response.status_code == 200:
                seen.add(model)
                for field, text in fixed_texts(response):
                    assert not is_code(field, text), f"{page} {field}: {text}"
    assert Window in seen


def test_weekdays_times_and_channels_have_their_words(client, reader, everything):
    """曜日, 第何週, 開始, 終了, 時間, 相談のしかた: as residents would read them."""
    client.force_login(reader)
    window = Window.objects.order_by("pk").last()
    page = client.get(reverse("admin:directory_window_change", args=[window.pk]))
    texts = {text for _field, text in fixed_texts(page)}
    assert {"電話、窓口", "日本語、英語", "水、日", "月、火、水、木、金", "第1、第3、最終"} <= texts
    assert {"8:30", "17:15", "9:00～12:00"} <= texts


def test_marks_and_names_have_their_words(client, reader, everything):
    """A mark is はい, いいえ or わかりません, never an icon; names stand between 、."""
    client.force_login(reader)
    window = WindowFactory(discreet=True, closes_at_year_end=None)
    window.categories.set(Category.objects.all()[:2])
    page = client.get(reverse("admin:directory_window_change", args=[window.pk]))
    texts = dict(fixed_texts(page))
    assert texts["discreet"] == "はい"
    assert texts["confidential_location"] == "いいえ"
    assert texts["closes_at_year_end"] == "わかりません"
    assert texts["categories"] == "、".join(str(each) for each in window.categories.all())
