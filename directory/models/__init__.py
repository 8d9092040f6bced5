"""Models of the directory."""

from directory.models.audit_entry import AuditEntry
from directory.models.call import Call
from directory.models.catalogue import CatalogueVersion
from directory.models.category import Category
from directory.models.danger_line import DangerKind, DangerLine
from directory.models.deed import Deed, DeedRow
from directory.models.edition import Edition, EditionFile
from directory.models.finder import FinderAnswer, FinderAnswerWindow, FinderQuestion
from directory.models.hours import (
    Holiday,
    HoursException,
    HoursInterval,
    HoursPattern,
    HoursRule,
    YearEnd,
    day_calendar,
)
from directory.models.hours_queryset import BeyondHorizon
from directory.models.import_run import ImportRun
from directory.models.link_check import LinkCheck
from directory.models.nightly_job import NightlyJob
from directory.models.phone import Phone
from directory.models.search_term import SearchTerm, SearchTermWindow
from directory.models.task import Task
from directory.models.translation import Translation
from directory.models.window import Window
from directory.models.window_search import WindowSearch
from directory.models.window_tally import WindowTally
from directory.models.window_version import WindowVersion

__all__ = [
    "AuditEntry",
    "BeyondHorizon",
    "Call",
    "CatalogueVersion",
    "Category",
    "DangerKind",
    "DangerLine",
    "Deed",
    "DeedRow",
    "Edition",
    "EditionFile",
    "FinderAnswer",
    "FinderAnswerWindow",
    "FinderQuestion",
    "Holiday",
    "HoursException",
    "HoursInterval",
    "HoursPattern",
    "HoursRule",
    "ImportRun",
    "LinkCheck",
    "NightlyJob",
    "Phone",
    "SearchTerm",
    "SearchTermWindow",
    "Task",
    "Translation",
    "Window",
    "WindowSearch",
    "WindowTally",
    "WindowVersion",
    "YearEnd",
    "day_calendar",
]
