"""Preflight of the booklet: findings to be read before it is printed."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from ipaddress import ip_address
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from directory.booklet import content, documents, pdf_cache, printed, styles
from directory.facts.diff import label_of
from directory.facts.schema import PRINTED
from directory.facts.snapshot import facts_of
from directory.models import Category, Window
from directory.text.printable import missing
from directory.typesetting.jobs import Print
from directory.typesetting.process import TypesettingFailed


@dataclass(frozen=True)
class Item:
    """Finding, with the page on which it is corrected."""

    text: str
    url: str = ""


@dataclass(frozen=True)
class Section:
    """Findings of one kind; with `stops`, nothing can be printed before they are corrected.

    An `alarm` concerns people in danger, who rely on the booklet most.
    """

    title: str
    what_to_do: str
    items: list[Item]
    stops: bool = False
    alarm: bool = False


@dataclass(frozen=True)
class Preflight:
    """Result of a preflight: findings, and the number of pages."""

    made: Print | None
    sections: list[Section] = field(default_factory=list)

    @property
    def stops(self) -> bool:
        """Whether something must be corrected first."""
        return any(section.stops for section in self.sections)


def preflight(day: date, *, tries: bool = True) -> Preflight:
    """Findings about everything that would be printed on this day, with a trial of the pages.

    A trial takes seconds where anything has changed; without `tries` only a former one is told.
    """
    windows = list(Window.objects.published().for_reading())
    categories = list(Category.objects.in_use())
    sections = [
        *_must_be_mended(windows, categories),
        _unreachable_portal(),
        _unreachable_general_window(windows),
        *_should_be_seen_to(windows, day),
        Section(
            _("冊子に載らない窓口（休止中）"),
            _("載せるときは、窓口を公開してから作ってください。"),
            [
                Item(f"{window}：{window.reopening_words}", _change(window))
                for window in Window.objects.suspended()
            ],
        ),
    ]
    try:
        printed = try_out(windows, categories, day, tries=tries)
    except TypesettingFailed as error:
        made: Print | None = None
        sections.insert(0, Section(_("組版できません"), "", [Item(str(error))], stops=True))
    else:
        made = printed
        if printed:
            sections.insert(0, too_long(printed, categories))
    return Preflight(made, [section for section in sections if section.items])


def try_out(
    windows: list[Window], categories: list[Category], day: date, *, tries: bool
) -> Print | None:
    """Booklet that residents read, from the cache or compiled. Raises TypesettingFailed."""
    data = content.booklet(windows, categories, day)
    if not tries:
        former = pdf_cache.kept("screen", data)
        return former.made if former else None
    return pdf_cache.fetch("screen", data, lambda: documents.typeset_booklet(data)).made


def too_long(made: Print, categories: Iterable[Category]) -> Section:
    """Finding that the booklet exceeds its pages, with the pages of each category."""
    names = {category.slug: category.name for category in categories}
    by_room = sorted(made.room.items(), key=lambda pair: -pair[1])
    items = [
        Item(_("%(name)s：約%(pages)sページ") % {"name": names.get(slug, slug), "pages": pages})
        for slug, pages in by_room
    ]
    title = _("%(most)dページに%(over)dページ分おさまりません") % {
        "most": styles.MAX_PAGES,
        "over": made.too_many,
    }
    advice = _(
        "文字をいちばん小さくしても（10.5ポイント）入りません。説明を短くするか、"
        "窓口の分野を減らしてください。分野ごとの大きさは、次のとおりです。"
    )
    return Section(title, advice, items if made.too_many else [], stops=True)


def _must_be_mended(windows: list[Window], categories: list[Category]) -> list[Section]:
    unprintable = [
        Item(f"{window} {label}：{'　'.join(letters)}", _change(window))
        for window in windows
        for label, letters in unprintable_fields(window)
    ]
    unprintable += [
        Item(f"{category}：{'　'.join(letters)}", _change(category))
        for category in categories
        if (letters := missing(category.name))
    ]
    advice = _("冊子の書体にない文字です。ほかの文字に替えてください。")
    return [Section(_("印刷できない文字"), advice, unprintable, stops=True)]


def _unreachable_portal() -> Section:
    """Finding that the portal's address, which the QR codes hold, is not public."""
    address = content.portal_address()
    return Section(
        _("QRコードの行き先が、この機械の中のアドレスになっています"),
        _(
            "このまま印刷すると、住民が読み取っても開きません。"
            "公開のアドレス（設定の PORTAL_URL）を入れてから作ってください。"
        ),
        [] if _is_reached_from_outside(address) else [Item(address)],
        alarm=True,
    )


def _is_reached_from_outside(address: str) -> bool:
    """Whether an address names a machine on the internet, as far as its name tells."""
    host = urlsplit(address).hostname or ""
    try:
        return ip_address(host).is_global
    except ValueError:
        return "." in host and host.rpartition(".")[2] not in {"localhost", "local", "internal"}


def _unreachable_general_window(windows: Iterable[Window]) -> Section:
    """Finding that the box 「迷ったら」 has no number."""
    general = next((window for window in windows if window.is_general), None)
    item = None
    if general is None:
        item = Item(
            _("%(name)s：公開している窓口にありません。") % {"name": settings.GENERAL_WINDOW_NAME}
        )
    elif not general.telephones:
        item = Item(str(general), _change(general))
    return Section(
        _("「どこに相談したらよいか迷ったら」に、電話番号がありません"),
        _("表紙と裏表紙の、いちばん大事なところです。窓口を公開し、電話番号を入れてください。"),
        [item] if item else [],
        alarm=True,
    )


def unprintable_fields(window: Window) -> list[tuple[str, list[str]]]:
    """The fields of a window with letters that no font has, by label."""
    texts = [
        (label_of(name), text)
        for name, text in facts_of(window).items()
        if name in PRINTED and isinstance(text, str)
    ]
    texts += [(_("電話番号の見出し"), phone.label) for phone in window.phones.all()]
    texts += [(_("受付日時のただし書き"), rule.label) for rule in window.hours_rules.all()]
    return [(label, letters) for label, text in texts if (letters := missing(text))]


def _should_be_seen_to(windows: list[Window], day: date) -> list[Section]:
    def those(title, advice, wanted):
        found = [window for window in windows if wanted(window)]
        return Section(title, advice, [Item(str(each), _change(each)) for each in found])

    return [
        those(
            _("確認の期限が過ぎている窓口"),
            _("「要確認」のマークが付いて印刷されます。"),
            lambda window: window.is_overdue_on(day),
        ),
        those(
            _("受付日時がわからない窓口"),
            _("「窓口へ確認してください。」と印刷されます。"),
            lambda window: not window.printed_hours,
        ),
        those(
            _("電話番号がない窓口"),
            _("「電話番号は、確認しているところです。」と印刷されます。"),
            lambda window: not window.telephones,
        ),
        those(
            _("説明が途中で切れる窓口"),
            _("冊子には、説明のはじめの%(count)d字だけが入ります。")
            % {"count": printed.LONGEST_DESCRIPTION},
            lambda window: printed.shortened(window.description).endswith("…"),
        ),
        those(
            _("分野のない窓口"),
            _("どの分野にも印刷されません。分野を選んでください。"),
            lambda window: not window.categories_in_use,
        ),
    ]


def _change(row: Window | Category) -> str:
    return reverse(f"admin:directory_{row._meta.model_name}_change", args=[row.pk])
