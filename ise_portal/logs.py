"""What residents look for is written to no log and no report of an error."""

import copy
import logging
import re

from django.http import HttpRequest, QueryDict

QUERY = re.compile(r"\?[^\s\"']*")


class WithoutQuery(logging.Filter):
    """Takes the query string out of a record, wherever Django puts it.

    Out of the message and its arguments (`GET /windows/?q=…`), out of the request from which
    reports by e-mail are made, and out of the address in its headers.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        """Change the record itself (Python 3.11 takes no other) and let it pass."""
        record.msg = QUERY.sub("", record.getMessage())
        record.args = ()
        if isinstance(getattr(record, "request", None), HttpRequest):
            record.request = without_query(record.request)
        return True


def without_query(request: HttpRequest) -> HttpRequest:
    """Return a copy of a request that has lost what was asked, and where somebody came from."""
    stripped = copy.copy(request)
    stripped.GET = QueryDict()
    told = {"QUERY_STRING", "RAW_URI", "REQUEST_URI", "HTTP_REFERER"}
    stripped.META = {name: value for name, value in request.META.items() if name not in told}
    stripped.environ = stripped.META
    return stripped
