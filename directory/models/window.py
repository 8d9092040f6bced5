"""Consultation window (相談窓口), the central model of the portal."""

from datetime import date, datetime
from uuid import uuid4

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from directory.fields import ChoicesField, DayField, WebAddressField, person_field
from directory.models.before_asking import BeforeAsking
from directory.models.category import Category
from directory.models.channel import Channel
from directory.models.furigana import furigana_field
from directory.models.hours import weekdays_field
from directory.models.reservation import Reservation, reservation_kept_field
from directory.models.window_answers import WindowAnswers
from directory.models.window_indexes import INDEXES
from directory.models.window_queryset import WindowQuerySet
from directory.number_fields import NumberField, SmallNumberField
from directory.text.printable import validate_printable


class Window(WindowAnswers, BeforeAsking):
    """One place, line or desk to which a resident can turn with one kind of trouble."""

    class Status(models.TextChoices):
        """Publication: only a published window is public."""

        DRAFT = "draft", _("下書き")
        PUBLISHED = "published", _("公開中")
        SUSPENDED = "suspended", _("休止中")
        RETIRED = "retired", _("廃止")

    Reservation = Reservation
    Channel = Channel

    class Language(models.TextChoices):
        """A language in which a window answers (ISO 639-1; sign language by ISO 639-3)."""

        JAPANESE = "ja", _("日本語")
        ENGLISH = "en", _("英語")
        CHINESE = "zh", _("中国語")
        KOREAN = "ko", _("韓国語")
        PORTUGUESE = "pt", _("ポルトガル語")
        SPANISH = "es", _("スペイン語")
        TAGALOG = "tl", _("フィリピノ語")
        VIETNAMESE = "vi", _("ベトナム語")
        NEPALI = "ne", _("ネパール語")
        THAI = "th", _("タイ語")
        INDONESIAN = "id", _("インドネシア語")
        KHMER = "km", _("クメール語")
        BURMESE = "my", _("ミャンマー語")
        MONGOLIAN = "mn", _("モンゴル語")
        FRENCH = "fr", _("フランス語")
        SINHALA = "si", _("シンハラ語")
        URDU = "ur", _("ウルドゥー語")
        JAPANESE_SIGN = "jsl", _("手話")

    uid = models.UUIDField(_("公開ID"), unique=True, default=uuid4, editable=False)

    # 相談内容
    subject = models.CharField(_("相談内容"), max_length=100, validators=[validate_printable])
    name = models.CharField(_("窓口の名称"), max_length=100, validators=[validate_printable])
    kana = models.CharField(
        _("よみがな"), max_length=200, blank=True, help_text=_("ひらがなで入力します。")
    )
    furigana = furigana_field()
    description = models.TextField(
        _("説明"),
        max_length=2000,
        blank=True,
        validators=[validate_printable],
        help_text=_("住民が読む説明です。"),
    )
    eligibility = models.CharField(
        _("対象"), max_length=200, blank=True, validators=[validate_printable]
    )
    cost = models.CharField(
        _("費用"),
        max_length=200,
        blank=True,
        validators=[validate_printable],
        help_text=_("わからないときは空けておきます。"),
    )
    categories = models.ManyToManyField(Category, related_name="windows", verbose_name=_("分野"))

    # 連絡先
    provider = models.CharField(
        _("運営"), max_length=100, blank=True, validators=[validate_printable]
    )
    channels = ChoicesField(
        models.CharField(max_length=10, choices=Channel),
        verbose_name=_("相談のしかた"),
        default=list,
        blank=True,
        help_text=_("わからないときは、どれも選びません。"),
    )
    languages = ChoicesField(
        models.CharField(max_length=5, choices=Language),
        verbose_name=_("対応する言語"),
        default=list,
        blank=True,
        help_text=_("確かめた言語だけを選びます。"),
    )
    website = WebAddressField(_("ウェブサイト"), max_length=500, blank=True)
    email = models.EmailField(_("メールアドレス"), blank=True)

    # 受付日時
    opens_on_holidays = models.BooleanField(_("祝日も受け付ける"), default=False)
    closes_at_year_end = models.BooleanField(
        _("年末年始は休み"),
        null=True,
        blank=True,
        default=True,
        help_text=_("わからないときは「不明」を選びます。年末年始は「窓口へ確認」と表示されます。"),
    )
    shifted_closing_days = weekdays_field(
        _("祝日と重なると翌平日も休む曜日"),
        blank=True,
        help_text=_("定休日が祝日のとき、次の平日も休む窓口だけ、その定休日を選びます。"),
    )
    hours_override = models.CharField(
        _("受付日時の特別な文"),
        max_length=300,
        blank=True,
        validators=[validate_printable],
        help_text=_(
            "上の表から作られる文では言い表せないときだけ入力します。"
            "表と合っているかを機械は確かめられません。"
        ),
    )
    hours_pattern = models.ForeignKey(
        "directory.HoursPattern",
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="windows",
        verbose_name=_("受付日時の型"),
    )
    reservation = models.CharField(
        _("予約"), max_length=10, choices=Reservation, default=Reservation.UNKNOWN
    )
    urgent = models.BooleanField(
        _("24時間・年中無休"),
        default=False,
        help_text=_("いつでも電話がつながる窓口だけに付けます。緊急の案内に表示されます。"),
    )

    # 場所
    address = models.CharField(
        _("所在地"), max_length=200, blank=True, validators=[validate_printable]
    )
    place_note = models.CharField(
        _("建物・階・窓口番号"), max_length=200, blank=True, validators=[validate_printable]
    )
    confidential_location = models.BooleanField(
        _("所在地非公開"),
        default=False,
        help_text=_("付けると、所在地と地図はどこにも表示されません。"),
    )
    latitude = models.DecimalField(
        _("緯度"),
        max_digits=8,
        decimal_places=6,
        null=True,
        blank=True,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
    )
    longitude = models.DecimalField(
        _("経度"),
        max_digits=9,
        decimal_places=6,
        null=True,
        blank=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
    )

    # 公開
    order = NumberField(_("並び順"), default=1000, help_text=_("小さいほど先に並びます。"))
    status = models.CharField(
        _("状態"), max_length=10, choices=Status, default=Status.DRAFT, editable=False
    )
    published_at = models.DateTimeField(_("公開した日時"), null=True, editable=False)
    suspended_at = models.DateTimeField(_("休止した日時"), null=True, editable=False)
    suspension_reason = models.CharField(
        _("休止の理由"), max_length=100, blank=True, default="", editable=False
    )
    # None while it is not known: it is never guessed, and nothing is published again by itself.
    reopens_on = DayField(_("再開する予定の日"), null=True, blank=True, editable=False)
    retired_at = models.DateTimeField(_("廃止した日時"), null=True, editable=False)
    # The import that made it, once that import was undone: it was never meant to be there.
    undone_import = models.ForeignKey(
        "directory.ImportRun",
        models.PROTECT,
        null=True,
        editable=False,
        related_name="undone_windows",
        verbose_name=_("取り消した取り込み"),
    )
    updated_at = models.DateTimeField(_("更新日時"), auto_now=True)
    # When residents could last read something else of it: triggers set it, for `modified_after`.
    changed_at = models.DateTimeField(db_default=Now(), editable=False)
    verified_on = DayField(_("最終確認日"), null=True, blank=True, editable=False)
    verified_by = person_field(_("確認した人"), null=True, blank=True, editable=False)
    verification_months = SmallNumberField(
        _("確認の間隔（月）"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(60)],
        help_text=_("空けておくと、全体の決まり（12か月）に従います。"),
    )
    verification_email = models.EmailField(
        _("確認の依頼先"),
        blank=True,
        default="",
        help_text=_("内容の確認をお願いするメールの宛先です。公開されません。"),
    )
    doubt = models.CharField(
        _("注意"),
        max_length=300,
        blank=True,
        default="",
        validators=[validate_printable],
        help_text=_(
            "出典について確かでないことを、住民に知らせる文です。"
            "窓口の内容が確認されると、表示されなくなります。"
        ),
    )
    discreet = models.BooleanField(
        _("見られると危険な窓口"),
        default=False,
        help_text=_(
            "DVなどの窓口に付けます。ブラウザーの履歴に窓口の名前が残らず、"
            "ページの初めに安全のための案内が出ます。"
        ),
    )
    # Derived, so that lists can be sorted and narrowed: by `changes.windows_saved`, by a trigger.
    reachable = models.BooleanField(default=True, editable=False)
    reservation_kept = reservation_kept_field()

    # 職員のための記録
    note = models.TextField(
        _("職員メモ"), max_length=2000, blank=True, help_text=_("公開されません。")
    )
    source = models.CharField(_("出典"), max_length=200, blank=True)
    source_date = DayField(_("出典の日付"), null=True, blank=True)
    origin = WebAddressField(
        _("元のポータル"),
        max_length=500,
        blank=True,
        default="",
        db_default="",
        help_text=_(
            "ほかのポータルから受け取った窓口の、元のポータルのアドレスです。"
            "内容の持ち主はそちらです。このポータルの窓口では空けておきます。"
        ),
    )

    objects = WindowQuerySet.as_manager()

    class Meta:
        verbose_name = _("相談窓口")
        verbose_name_plural = _("相談窓口")
        ordering = ["order", "pk"]
        indexes = INDEXES
        constraints = [
            models.CheckConstraint(
                name="window_status_agrees_with_its_dates",
                condition=(
                    Q(status="draft", published_at=None, suspended_at=None, retired_at=None)
                    | Q(
                        status="published",
                        published_at__isnull=False,
                        suspended_at=None,
                        retired_at=None,
                    )
                    | Q(
                        status="suspended",
                        published_at__isnull=False,
                        suspended_at__isnull=False,
                        retired_at=None,
                    )
                    | Q(status="retired", retired_at__isnull=False)
                ),
            ),
            models.CheckConstraint(
                name="window_gives_a_reason_only_while_suspended",
                condition=Q(suspension_reason="") | Q(status="suspended"),
                violation_error_message=_("休止の理由は、休止中の窓口にだけ書けます。"),
            ),
            models.CheckConstraint(
                name="window_is_to_reopen_only_while_suspended",
                condition=Q(reopens_on=None) | Q(status="suspended"),
            ),
            models.CheckConstraint(
                name="window_of_an_undone_import_is_retired",
                condition=Q(undone_import=None) | Q(status="retired"),
            ),
            models.CheckConstraint(
                name="window_verified_by_somebody_on_a_day",
                condition=Q(verified_by=None) | Q(verified_on__isnull=False),
            ),
            models.CheckConstraint(
                name="window_has_both_coordinates_or_none",
                condition=Q(latitude=None, longitude=None)
                | Q(latitude__isnull=False, longitude__isnull=False),
                violation_error_message=_("緯度と経度は、両方とも入力してください。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject}（{self.name}）"

    def get_absolute_url(self) -> str:
        return reverse("directory:window-view", args=[self.pk])

    # What staff do

    def publish(self, *, at: datetime) -> None:
        """Show it to residents, for the first time or again. Not saved."""
        self.status = self.Status.PUBLISHED
        self.published_at = self.published_at or at
        self.suspended_at = self.retired_at = self.undone_import = self.reopens_on = None
        self.suspension_reason = ""

    def suspend(self, *, at: datetime, reason: str, reopens_on: date | None = None) -> None:
        """Hide a published window for a while; residents read why, and until when. Not saved."""
        if self.status != self.Status.PUBLISHED:
            raise ValueError("Only a published window can be suspended.")
        self.status = self.Status.SUSPENDED
        self.suspended_at = at
        self.suspension_reason = reason
        self.reopens_on = reopens_on

    def verify(self, *, on: date | None, by) -> None:
        """Record that the facts were checked; editing alone never does. Not saved."""
        self.verified_on = on
        self.verified_by = by

    def retire(self, *, at: datetime) -> None:
        """Take it out of the directory for good; the record stays. Not saved."""
        self.status = self.Status.RETIRED
        self.retired_at = at
        self.suspension_reason = ""
        self.reopens_on = None
