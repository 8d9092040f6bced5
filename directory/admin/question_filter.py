"""Filter of admin's lists with one choice: the rows to which something is to be done."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.utils.functional import Promise


class QuestionFilter(admin.SimpleListFilter):
    """Base of the filters that `question_filter` makes."""

    choice: tuple[str, Promise]
    asked: Callable[[Any], QuerySet]

    def lookups(self, request, model_admin):
        return [self.choice]

    def queryset(self, request, queryset):
        return type(self).asked(queryset) if self.value() == self.choice[0] else queryset


def question_filter(
    title: Promise,
    parameter_name: str,
    answer: Promise,
    asked: Callable[[Any], QuerySet],
    value: str = "yes",
) -> type[QuestionFilter]:
    """Filter of the rows that `asked` gives, by `?parameter_name=value`."""
    facts = {"title": title, "parameter_name": parameter_name}
    facts |= {"choice": (value, answer), "asked": staticmethod(asked)}
    return type("QuestionFilter", (QuestionFilter,), facts)
