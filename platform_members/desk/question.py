"""A question on a page of its own, before something that cannot simply be undone."""

from dataclasses import dataclass, field

from platform_members.desk.frame import show


@dataclass(frozen=True)
class Question:
    """What is about to happen, shown by GET; the button sends the same address a POST."""

    title: str
    sentences: list[str]
    button: str
    back: str  # the address that leaves everything as it is
    names: list[str] = field(default_factory=list)
    names_heading: str = ""
    hidden: dict[str, str] = field(default_factory=dict)  # what the person saw, sent back


def ask(request, question: Question):
    """Answer with the question's page."""
    return show(request, "desk/question", {"question": question})
