"""Logs and error reports without visitors: no query, no path, no address of a person."""

import copy
import logging
import re
import traceback
from unicodedata import category

from django.http import HttpRequest, QueryDict
from gunicorn.glogging import Logger

from directory.django_internals import forget_what_was_sent, user_who_asked

QUERY = re.compile(r"\?[^\s\"']*")
# Where a request came from, as gunicorn writes it and as libraries might.
ADDRESS = re.compile(
    r"\bip=\S+|\b(?:client|from|remote|addr)[:= ]+(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-f]*:[0-9a-f:]+)"
)
# What gunicorn writes of requests: with the visitor's address, the text of the request, its path.
SERVER_MESSAGES = {
    "Invalid request": "Invalid request refused.",
    "Error handling request": "Error handling a request.",
}
STEERING = {"Cc", "Cf", "Cs", "Zl", "Zp"}
KEPT_OF_REQUEST = ("REQUEST_METHOD", "SERVER_NAME", "SERVER_PORT", "wsgi.url_scheme")


class WithoutVisitor(logging.Filter):
    """Filter that takes the visitor out of a record, wherever Django or gunicorn put them.

    Out of the message and its arguments (`Not Found: /windows/…`, `Invalid request from ip=…`),
    and out of the request from which reports by e-mail are made. Of an address only the name of
    its view stays: paths hold what was typed by mistake, and invitations. Of staff the number of
    the account is added.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        """Change the record itself (Python 3.11 takes no other) and let it pass.

        Once, though several handlers pass it on: what was added would be read as typed.
        """
        if hasattr(record, "is_without_visitor"):
            return True
        record.is_without_visitor = True
        message = record.getMessage()
        request = getattr(record, "request", None)
        record.account = ""
        if isinstance(request, HttpRequest):
            user = user_who_asked(request)
            record.account = f" (account {user.pk})" if user and user.is_staff else ""
            stripped = without_visitor(request)
            record.__dict__["request"] = stripped
            # Django spells out what is no ASCII of a path that it quotes.
            for path in (request.path, request.path.encode("unicode_escape").decode()):
                message = message.replace(path, stripped.path)
        for beginning, words in SERVER_MESSAGES.items():
            if message.startswith(beginning):
                message = words
        if record.name.startswith("django.security"):  # quotes what was sent, its traceback too
            message, record.exc_info = "Suspicious request refused.", None
        message = on_one_line(message)
        if record.exc_info and record.exc_info[1]:
            message, record.exc_info = f"{message}\n{without_words(record.exc_info[1])}", None
        record.msg, record.args = ADDRESS.sub("(an address)", QUERY.sub("", message)), ()
        return True


class ServerLog(Logger):
    """Gunicorn's log of errors, by the same rule."""

    def setup(self, cfg) -> None:
        """Filter whatever gunicorn's handlers write."""
        super().setup(cfg)
        for handler in self.error_log.handlers:
            handler.addFilter(WithoutVisitor())


def on_one_line(text: str) -> str:
    """Return a text with what breaks a line, steers a terminal or turns its direction spelled out.

    Otherwise what was typed could write a line of its own.
    """
    if text.isprintable():
        return text
    return "".join(
        letter.encode("unicode_escape").decode() if category(letter) in STEERING else letter
        for letter in text
    )


def without_words(error: BaseException) -> str:
    """Return where an error arose, and its kind: its words may quote what a visitor sent."""
    lines: list[str] = []
    seen: list[BaseException] = []
    found: BaseException | None = error
    while found is not None and found not in seen:
        seen.append(found)
        frames = traceback.extract_tb(found.__traceback__)
        lines += [f"  {frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
        lines.append(type(found).__qualname__)
        found = found.__cause__ or found.__context__
    return "\n".join(lines)


def without_visitor(request: HttpRequest) -> HttpRequest:
    """Return a copy of a request that knows its method and its view, and nothing else."""
    stripped = copy.copy(request)
    match = getattr(request, "resolver_match", None)
    stripped.path = stripped.path_info = f"({match.view_name if match else 'no view'})"
    stripped.META = {name: request.META[name] for name in KEPT_OF_REQUEST if name in request.META}
    stripped.environ = stripped.META  # type: ignore[attr-defined]  # a WSGIRequest has it
    stripped.GET, stripped.COOKIES = QueryDict(), {}
    forget_what_was_sent(stripped)
    return stripped
