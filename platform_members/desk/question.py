"""Confirmation page before a step that cannot simply be undone."""

from dataclasses import dataclass, field

from platform_members.desk.frame import show


@dataclass(frozen=True)
class Question:
    """Content of a confirmation page; its button sends a POST to the same address."""

    title: str
    sentences: list[str]
    button: str
    back: str  # the address that leaves everything as it is
    names: list[str] = field(default_factory=list)
    names_heading: str = ""
    hidden: dict[str, str] = field(default_factory=dict)  # what the person saw, sent back


def ask(request, question: Question):
    """Response with a confirmation page."""
    return show(request, "desk/question", {"question": question})
