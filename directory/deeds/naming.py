"""Names of rows and of their fields, as people know them, from tables and columns."""

from collections.abc import Iterable
from functools import cache

from django.apps import apps
from django.db import models
from django.utils.translation import gettext as _

MAX_NAMED = 10


@cache
def model_of(table: str) -> type[models.Model]:
    """The model of a table."""
    found = apps.get_models(include_auto_created=True)
    return next(model for model in found if model._meta.db_table == table)


def name_of(table: str, key: int, told: str = "") -> str:
    """A row by its kind and name, by its number where it is gone; "" where `told` has its name."""
    model = model_of(table)
    row = model._base_manager.filter(pk=key).first()
    if row and str(row) in told:
        return ""
    return f"{model._meta.verbose_name}「{row or key}」"


def named(roots: Iterable[tuple[str, int]], told: str = "") -> str:
    """Rows by kind and name, the first ten of them, without those that `told` names."""
    roots = list(roots)
    found = [name_of(table, key, told) for table, key in roots[:MAX_NAMED]]
    names = "、".join(filter(None, found))
    more = len(roots) - MAX_NAMED
    return names + (_("ほか%d件") % more if more > 0 else "")


def label_of(table: str, column: str, root_table: str) -> str:
    """What a column is called; of a row that belongs to another one, what such rows are called.

    Empty for what has no name that people read.
    """
    model = model_of(table)
    if table != root_table:
        return _label_of_part(model, model_of(root_table))
    field = next((each for each in model._meta.concrete_fields if each.column == column), None)
    if field is None or field.verbose_name == field.name.replace("_", " "):
        return ""
    return str(field.verbose_name)


def _label_of_part(part: type[models.Model], whole: type[models.Model]) -> str:
    for field in whole._meta.many_to_many:
        if field.remote_field.through is part:
            return str(field.verbose_name)
    return str(part._meta.verbose_name)
