"""Fetching a file from the public internet: bounded, and never from inside the network."""

import http.client
import ssl
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from directory.links.guard import Guard, NotAllowed, checked_addresses, is_public
from directory.links.web import (
    MOST_REDIRECTS,
    PORTS,
    REDIRECTS,
    USER_AGENT,
    PinnedConnection,
    onward_of,
    target_of,
)

PIECE = 1 << 16
SECONDS = 300  # for all of a file, however slowly the other side drips


class NotFetched(Exception):
    """Error of an address that gives no file; its text says why."""


def fetch(address: str, path: Path, most: int, *, allowed: Guard = is_public) -> None:
    """Write what an address gives to a file, at most so many bytes. Raises NotFetched.

    Each redirect passes the same guard; an answer that is too slow is cut off.
    """
    asked = address
    try:
        for _hop in range(MOST_REDIRECTS + 1):
            onward = _fetch_one(asked, path, most, allowed)
            if not onward:
                return
            asked = urljoin(asked, onward)
    except NotAllowed as error:
        raise NotFetched(_("公開されたウェブサイトの住所ではありません。")) from error
    except ssl.SSLCertVerificationError as error:
        raise NotFetched(_("証明書が正しくないため、安全に開けません。")) from error
    except (ValueError, http.client.InvalidURL) as error:
        raise NotFetched(_("アドレスの形が正しくありません。")) from error
    except (OSError, http.client.HTTPException) as error:
        raise NotFetched(_("つながらないか、返事が遅すぎます。")) from error
    raise NotFetched(_("転送が続いて、ファイルにたどりつけません。"))


def _fetch_one(address: str, path: Path, most: int, allowed: Guard) -> str:
    """Where the address redirects to; "" once the file is written."""
    parts = urlsplit(address)
    if parts.scheme not in PORTS or not parts.hostname:
        raise NotAllowed(address)
    host = parts.hostname.encode("idna").decode()
    port = parts.port or PORTS[parts.scheme]
    addresses = checked_addresses(host, port, allowed)
    secure = parts.scheme == "https"
    agent = USER_AGENT.format(host=settings.ALLOWED_HOSTS[0])
    with PinnedConnection(
        host, port, addresses=addresses, secure=secure, seconds=SECONDS
    ) as connection:
        connection.request("GET", target_of(parts), headers={"User-Agent": agent, "Accept": "*/*"})
        with connection.getresponse() as answer:
            if answer.status in REDIRECTS and (onward := onward_of(answer)):
                return onward
            if answer.status != http.client.OK:
                raise NotFetched(_("返事がありません（%(status)d）。") % {"status": answer.status})
            _write(answer, path, most)
        if connection.was_cut_off:  # which ends an answer without a length as if it were over
            raise NotFetched(_("つながらないか、返事が遅すぎます。"))
    return ""


def _write(answer: http.client.HTTPResponse, path: Path, most: int) -> None:
    left = most
    with path.open("wb") as file:
        while piece := answer.read(PIECE):
            left -= len(piece)
            if left < 0:
                raise NotFetched(_("ファイルが大きすぎます。"))
            file.write(piece)
    if answer.length:  # less came than was announced
        raise NotFetched(_("つながらないか、返事が遅すぎます。"))
