"""Nightly check of links: every public address is requested once."""

from collections import defaultdict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, as_completed
from datetime import datetime
from urllib.parse import urlsplit

from django.db import transaction

from directory.links.mail import check_mail_domain
from directory.links.web import check_website
from directory.models import LinkCheck, Window
from directory.models.link_check import Outcome

AT_ONCE = 4

Question = tuple[str, str]  # kind of link, what is asked: a page, or a domain


def check_links(
    *,
    now: datetime,
    website: Callable[[str], Outcome] = check_website,
    mail_domain: Callable[[str], Outcome] = check_mail_domain,
) -> int:
    """Check the links of all published windows; return how many there are.

    What is asked for twice is asked once, and no host is asked for two things at the same time.
    Each answer is kept as it comes, so that a round that is cut short is not lost.
    """
    links = defaultdict(list)
    for window in Window.objects.published().with_links():
        for link in links_of(window):
            links[link.question].append(link)
    ask = {LinkCheck.Kind.WEBSITE: website, LinkCheck.Kind.EMAIL: mail_domain}

    def ask_a_host(questions: list[Question]) -> dict[Question, Outcome]:
        return {(kind, text): ask[LinkCheck.Kind(kind)](text) for kind, text in questions}

    with ThreadPoolExecutor(AT_ONCE) as pool:
        for done in as_completed(pool.submit(ask_a_host, group) for group in by_host(links)):
            for question, outcome in done.result().items():
                keep(links[question], outcome, now=now)
    LinkCheck.objects.left_over(now=now).delete()
    return sum(map(len, links.values()))


def links_of(window: Window) -> list[LinkCheck]:
    """The links that residents see on a window's page."""
    kinds = {LinkCheck.Kind.WEBSITE: window.website, LinkCheck.Kind.EMAIL: window.email}
    return [
        LinkCheck(window=window, kind=kind, address=address)
        for kind, address in kinds.items()
        if address
    ]


def by_host(questions) -> list[list[Question]]:
    """Requests grouped by host."""
    groups = defaultdict(list)
    for kind, text in questions:
        is_page = kind == LinkCheck.Kind.WEBSITE
        groups[kind, urlsplit(text).netloc if is_page else text].append((kind, text))
    return list(groups.values())


@transaction.atomic
def keep(links: list[LinkCheck], outcome: Outcome, *, now: datetime) -> None:
    """Save the outcome of a request for every window that still shows the address."""
    windows = Window.objects.locked_with_links({link.window_id for link in links})
    shown = {
        (shown.window_id, shown.kind, shown.address)
        for window in windows
        for shown in links_of(window)
    }
    known = LinkCheck.objects.of_windows(windows)
    for link in links:
        if (link.window_id, link.kind, link.address) in shown:
            link.take(outcome, before=known.get((link.window_id, link.kind)), now=now)
            link.save_over()
