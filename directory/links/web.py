"""Check of a web page: one short request, redirects followed with the same guard."""

import contextlib
import errno
import http.client
import socket
import ssl
import threading
from http import HTTPStatus
from urllib.parse import quote, urljoin, urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from directory.links.guard import Guard, NotAllowed, checked_addresses, is_public
from directory.models.link_check import Outcome, Status, not_checked

MOST_REDIRECTS = 5
ANSWER_SECONDS = 10  # for each step: connecting, the handshake, each part of the answer
WHOLE_SECONDS = 30  # for all of one request, however slowly the other side drips
_IN_QUERY = "/%:@!$&'()*+,;=~?"
REDIRECTS = {301, 302, 303, 307, 308}
PORTS = {"http": 80, "https": 443}
REFUSED = {
    HTTPStatus.UNAUTHORIZED,
    HTTPStatus.FORBIDDEN,
    HTTPStatus.METHOD_NOT_ALLOWED,
    HTTPStatus.NOT_ACCEPTABLE,
    HTTPStatus.TOO_MANY_REQUESTS,
}
NO_ROUTE = {errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN}
USER_AGENT = "Mozilla/5.0 (compatible; link check of https://{host}/)"


class PinnedConnection(http.client.HTTPConnection):
    """Connection to checked addresses, without another look-up of the name.

    `seconds`: how long all of it may take. `was_cut_off`: it took longer.
    """

    def __init__(self, host: str, port: int, *, addresses: list[str], secure: bool, seconds: float):
        super().__init__(host, port, timeout=ANSWER_SECONDS)
        self.addresses = addresses
        self.secure = secure
        self.plug = None
        self.was_cut_off = False
        self.deadline = threading.Timer(seconds, self._unplug)
        self.deadline.daemon = True

    def connect(self):
        """Connect to the first address that answers; the certificate must be the name's."""
        for address in self.addresses:
            try:
                self.sock = socket.create_connection((address, self.port), self.timeout)
                break
            except OSError:
                if address == self.addresses[-1]:
                    raise
        self.plug = self.sock.dup()
        self.deadline.start()
        if self.secure:
            context = ssl.create_default_context()
            self.sock = context.wrap_socket(self.sock, server_hostname=self.host)

    def _unplug(self):
        """Close a connection whose answer is too slow; a closed socket is no error."""
        self.was_cut_off = True
        with contextlib.suppress(OSError):
            self.plug.shutdown(socket.SHUT_RDWR)

    def __enter__(self):
        return self

    def __exit__(self, *_error):
        # Not in `close`: an answer without a length has the connection closed before it is read.
        self.deadline.cancel()
        if self.plug:
            self.plug.close()
        self.close()


def check_website(address: str, *, allowed: Guard = is_public) -> Outcome:
    """Outcome of a request for a page; each redirect passes the same guard."""
    asked = address
    try:
        for _hop in range(MOST_REDIRECTS + 1):
            status, onward = ask(asked, allowed)
            if not onward:
                return judged(status)
            asked = urljoin(asked, onward)
    except NotAllowed:
        return Outcome(Status.NOT_ALLOWED, _("公開されたウェブサイトの住所ではありません。"))
    except ssl.SSLCertVerificationError:
        return Outcome(Status.BROKEN, _("証明書が正しくないため、安全に開けません。"))
    except (ValueError, http.client.InvalidURL):
        return Outcome(Status.BROKEN, _("アドレスの形が正しくありません。"))
    except (OSError, http.client.HTTPException) as error:
        return without_answer(error)
    return Outcome(Status.BROKEN, _("転送が続いて、ページにたどりつけません。"))


def without_answer(error: Exception) -> Outcome:
    """Outcome of a request without an answer: broken, unreachable, or not checked."""
    if isinstance(error, socket.gaierror):
        from directory.links.names import knows_the_internet

        if error.errno == socket.EAI_NONAME and knows_the_internet():
            return Outcome(Status.BROKEN, _("この名前のウェブサイトはありません。"))
        return not_checked()
    if getattr(error, "errno", None) in NO_ROUTE:
        return not_checked()
    if isinstance(error, TimeoutError):
        return Outcome(Status.UNREACHABLE, _("時間内に返事がありませんでした。"))
    return Outcome(Status.UNREACHABLE, _("つながりませんでした。"))


def judged(status: int) -> Outcome:
    """Outcome of an HTTP status, as a resident who taps the link would find it."""
    if status < 400:
        return Outcome(Status.OK)
    code = {"status": status}
    if status in REFUSED:
        return Outcome(Status.UNREACHABLE, _("機械による確認が断られました（%(status)d）。") % code)
    if status >= 500:
        return Outcome(Status.UNREACHABLE, _("相手の不調です（%(status)d）。") % code)
    return Outcome(Status.BROKEN, _("ページがありません（%(status)d）。") % code)


def ask(address: str, allowed: Guard) -> tuple[int, str]:
    """Return the status of one address and where it redirects to ("" where it does not).

    HEAD first; GET where HEAD is not answered well. No body is read, so its size is no matter.
    """
    status, onward = _request("HEAD", address, allowed)
    return _request("GET", address, allowed) if status >= 400 else (status, onward)


def _request(method: str, address: str, allowed: Guard) -> tuple[int, str]:
    with connection_to(address, allowed) as connection:
        connection.request(method, target_of(address), headers=headers())
        answer = connection.getresponse()
        return answer.status, onward_of(answer)


def connection_to(address: str, allowed: Guard, seconds: float = WHOLE_SECONDS) -> PinnedConnection:
    """Connection to an address whose every number is allowed. Raises NotAllowed."""
    parts = urlsplit(address)
    if parts.scheme not in PORTS or not parts.hostname:
        raise NotAllowed(address)
    host = parts.hostname.encode("idna").decode()
    port = parts.port or PORTS[parts.scheme]
    addresses = checked_addresses(host, port, allowed)
    secure = parts.scheme == "https"
    return PinnedConnection(host, port, addresses=addresses, secure=secure, seconds=seconds)


def headers() -> dict[str, str]:
    """Headers of a request, which says whose it is."""
    agent = USER_AGENT.format(host=settings.ALLOWED_HOSTS[0])
    return {"User-Agent": agent, "Accept": "*/*"}


def target_of(address: str) -> str:
    """Path and query as a request names them; letters of other alphabets are escaped."""
    parts = urlsplit(address)
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~")
    return f"{path}?{quote(parts.query, safe=_IN_QUERY)}" if parts.query else path


def onward_of(answer: http.client.HTTPResponse) -> str:
    """Where an answer redirects to; "" where it does not."""
    # Headers are read as Latin-1; what servers mean is UTF-8.
    onward = answer.headers.get("Location", "").encode("latin-1").decode(errors="replace")
    return onward if answer.status in REDIRECTS else ""
