"""Facts of a window as a clerk asks for them by telephone: sentence, source, doubts, fields."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from directory.admin.windows.typed import Typed
from directory.facts.diff import display_value, label_of
from directory.facts.schema import FACTS, Fact
from directory.facts.snapshot import facts_of
from directory.models import Window, WindowVersion
from directory.text.days import day_words

# What is not asked at the telephone: figures that are known by heart to few.
NOT_ASKED = frozenset({"latitude", "longitude"})
ASKED = tuple(fact for fact in FACTS if not fact.is_for_staff and fact.name not in NOT_ASKED)
# Asked for even where the portal knows nothing of it.
NEEDED = frozenset({"phones", "hours", "reservation"})
SENTENCES: dict[str, str | Promise] = {
    "name": gettext_lazy("正式な名称は、これでよろしいですか。"),
    "subject": gettext_lazy("このような相談を受けていると案内して、よろしいですか。"),
    "phones": gettext_lazy("かける番号は、これでよろしいですか。"),
    "hours": gettext_lazy("受け付ける曜日と時間は、このとおりですか。"),
    "exceptions": gettext_lazy("これから、臨時の休みや、ふだんと違う受付はありますか。"),
    "reservation": gettext_lazy("予約はいりますか。"),
    "opens_on_holidays": gettext_lazy("祝日も受け付けていますか。"),
    "closes_at_year_end": gettext_lazy("年末年始は休みですか。"),
    "address": gettext_lazy("場所は、ここでよろしいですか。"),
    "confidential_location": gettext_lazy("場所を知らせないことに、なっていますか。"),
    "cost": gettext_lazy("費用はかかりますか。"),
    "anonymity": gettext_lazy("名前を言わずに相談できますか。"),
    "asked_first": gettext_lazy("はじめに、どんなことを聞きますか。"),
    "duration": gettext_lazy("相談には、どのくらい時間がかかりますか。"),
    "by_others": gettext_lazy("家族や身近な人が、かわりに相談できますか。"),
    "eligibility": gettext_lazy("どなたでも相談できますか。"),
    "channels": gettext_lazy("電話のほかに、どんな相談のしかたがありますか。"),
    "languages": gettext_lazy("どの言語で相談できますか。"),
}
# Words by which a sentence of a doubt tells of which fact it speaks.
DOUBTED = {
    "subject": re.compile("相談内容"),
    "name": re.compile("名称|名でした|という名"),
    "phones": re.compile("番号(?!札|は、案内)|電話番号|ファックス"),
    "hours": re.compile("受付日時|受付時間|時間|曜日|毎日"),
    "closes_at_year_end": re.compile("年末年始"),
    "opens_on_holidays": re.compile("祝日"),
    "reservation": re.compile("予約"),
    "address": re.compile("所在地|番地|町名|岩渕|場所"),
    "place_note": re.compile("建物"),
    "languages": re.compile("言語"),
    "email": re.compile("メール"),
    "website": re.compile("ウェブサイト|アドレス"),
    "provider": re.compile("運営"),
}
VERSIONS_READ = 50


@dataclass
class AskedFact:
    """One fact on the page: what to ask, what the portal says, and how sure that is.

    `field` is a bound field of the window's form, or `rows` its table of rows.
    """

    name: str
    label: str
    question: str
    value: str
    source: str
    doubts: list[str]
    field: Any = None
    rows: Any = None

    @property
    def has_errors(self) -> bool:
        """Whether what was typed for it cannot be saved."""
        if self.rows is not None:
            return self.rows.formset.is_bound and self.rows.formset.total_error_count() > 0
        return self.field is not None and bool(self.field.errors)

    @property
    def is_changed(self) -> bool:
        """Whether something else was typed than the portal says."""
        if self.rows is not None:
            return self.rows.formset.is_bound and self.rows.formset.has_changed()
        return (
            self.field is not None
            and self.field.form.is_bound
            and self.name in self.field.form.changed_data
        )

    @property
    def is_open(self) -> bool:
        """Whether its fields stand open: what is unknown is there to be filled in."""
        return self.has_errors or self.is_changed or (self.name in NEEDED and not self.value)


def asked_facts(
    window: Window,
    category_names: dict[str, str],
    versions: Sequence[WindowVersion] = (),
    form=None,
    tables: Sequence = (),
) -> list[AskedFact]:
    """The facts to ask for, in the order of the form, with the fields where there is one.

    `category_names` are read once a page; `versions` are the window's newest, which tell who has
    changed a fact; `tables` its rows.
    """
    said = facts_of(window)
    by_model = {table.formset.model: table for table in tables}
    sentences = doubts_of(window)
    found = []
    for fact in ASKED:
        value = shown_value(window, fact, said, category_names)
        rows = by_model.get(getattr(window, fact.related).model) if fact.row else None
        found.append(
            AskedFact(
                name=fact.name,
                label=label_of(fact.name),
                question=question(fact, value),
                value=value,
                source=source_of(fact.name, window, versions),
                doubts=[each for each in sentences if about(fact.name, each)],
                field=form[fact.name] if form is not None and not fact.row else None,
                rows=rows,
            )
        )
    return found


def question(fact: Fact, value: str) -> str:
    """The sentence to ask about a fact."""
    if fact.name in SENTENCES and (value or fact.is_asked_before):
        return str(SENTENCES[fact.name])
    if value:
        return _("「%s」は、いまもこのとおりですか。") % label_of(fact.name)
    return _("「%s」を教えてください。") % label_of(fact.name)


def shown_value(window: Window, fact: Fact, said, names: dict[str, str]) -> str:
    """A fact as residents read it; "" where the portal does not know it."""
    if fact.name == "hours":
        return window.printed_hours if window.hours_rules.all() else ""
    if fact.name == "reservation":
        return window.reservation_words if window.knows_reservation else ""
    if fact.is_listed:
        return window.listed(fact.name)[1]
    return display_value(fact.name, said, names)


def doubts_of(window: Window) -> list[str]:
    """The sentences of the notes about a window, those for staff and those for residents."""
    text = "\n".join(filter(None, [window.public_doubt, window.note]))
    sentences = re.findall(r"[^。\n]+。?(?:確認が必要です。)?", text)
    return list(dict.fromkeys(each.strip() for each in sentences if each.strip()))


def about(name: str, sentence: str) -> bool:
    """Whether a sentence of a doubt speaks of a fact."""
    return name in DOUBTED and bool(DOUBTED[name].search(sentence))


def other_doubts(window: Window) -> list[str]:
    """Sentences of doubts that speak of no fact in particular."""
    return [each for each in doubts_of(window) if not any(about(name, each) for name in DOUBTED)]


def source_of(name: str, window: Window, versions: Sequence[WindowVersion]) -> str:
    """Where a fact comes from: who has changed it last, or the source of the whole."""
    for newer, older in pairwise(versions):
        if name in older.facts and newer.facts.get(name) != older.facts[name]:
            who = newer.made_by or _("ポータル")
            text = _("%(day)s %(how)s（%(who)s）")
            how = newer.get_how_display()
            return text % {"day": day_words(newer.made_at), "how": how, "who": who}
    if not window.source:
        return _("出典は、記録されていません")
    day = day_words(window.source_date) or _("日付なし")
    return _("%(source)s（%(day)s）") % {"source": window.source, "day": day}


def versions_of(window: Window) -> list[WindowVersion]:
    """The newest versions of a window, with their authors."""
    found = WindowVersion.objects.of_window(window.pk).select_related("made_by")
    return list(found[:VERSIONS_READ])


def errors_elsewhere(typed: Typed) -> list[str]:
    """Errors of the form that belong to no field."""
    found = list(typed.form.non_field_errors())
    for formset in typed.formsets:
        found += formset.non_form_errors()
    return [str(each) for each in found]
