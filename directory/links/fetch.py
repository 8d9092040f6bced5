"""Fetching a file from the public internet: bounded, and never from inside the network."""

import http.client
import ssl
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin

from django.utils.translation import gettext as _

from directory.links.guard import Guard, NotAllowed, is_public
from directory.links.web import (
    MOST_REDIRECTS,
    REDIRECTS,
    connection_to,
    headers,
    onward_of,
    target_of,
)

PIECE = 1 << 16
SECONDS = 300  # for all of a file, however slowly the other side drips


class NotFetched(Exception):
    """Error of an address that gives no file; its text says why.

    `status`: what the other side answered; None where there was no answer.
    """

    def __init__(self, text: str, status: int | None = None):
        super().__init__(text)
        self.status = status


@dataclass(frozen=True)
class Wanted:
    """What is asked for: at most so many bytes, within so many seconds.

    `etag`: the tag of what is known already, "" for nothing.
    """

    most: int
    seconds: float
    etag: str = ""


@dataclass(frozen=True)
class Fetched:
    """Outcome of a request. Not new (304): what is known holds still, and no file was written."""

    is_new: bool
    etag: str


def fetch(
    address: str,
    path: Path,
    most: int,
    *,
    allowed: Guard = is_public,
    etag: str = "",
    seconds: float | None = None,
) -> Fetched:
    """Write what an address gives to a file, at most so many bytes. Raises NotFetched.

    Each redirect passes the same guard; an answer that is too slow is cut off.
    """
    wanted = Wanted(most, seconds or SECONDS, etag)
    asked = address
    try:
        for _hop in range(MOST_REDIRECTS + 1):
            found = _fetch_one(asked, path, wanted, allowed)
            if isinstance(found, Fetched):
                return found
            asked = urljoin(asked, found)
    except NotAllowed as error:
        raise NotFetched(_("公開されたウェブサイトの住所ではありません。")) from error
    except ssl.SSLCertVerificationError as error:
        raise NotFetched(_("証明書が正しくないため、安全に開けません。")) from error
    except (ValueError, http.client.InvalidURL) as error:
        raise NotFetched(_("アドレスの形が正しくありません。")) from error
    except (OSError, http.client.HTTPException) as error:
        raise NotFetched(_("つながらないか、返事が遅すぎます。")) from error
    raise NotFetched(_("転送が続いて、ファイルにたどりつけません。"))


def _fetch_one(address: str, path: Path, wanted: Wanted, allowed: Guard) -> Fetched | str:
    """The outcome, once a file is written; where the address redirects to."""
    if_changed = {"If-None-Match": wanted.etag} if wanted.etag else {}
    with connection_to(address, allowed, wanted.seconds) as connection:
        connection.request("GET", target_of(address), headers=headers() | if_changed)
        with connection.getresponse() as answer:
            if answer.status in REDIRECTS and (onward := onward_of(answer)):
                return onward
            if wanted.etag and answer.status == http.client.NOT_MODIFIED:
                return Fetched(False, wanted.etag)
            if answer.status != http.client.OK:
                text = _("返事がありません（%(status)d）。") % {"status": answer.status}
                raise NotFetched(text, answer.status)
            _write(answer, path, wanted.most)
        if connection.was_cut_off:  # which ends an answer without a length as if it were over
            raise NotFetched(_("つながらないか、返事が遅すぎます。"))
    return Fetched(True, answer.headers.get("ETag", ""))


def _write(answer: http.client.HTTPResponse, path: Path, most: int) -> None:
    left = most
    with path.open("wb") as file:
        while piece := answer.read(PIECE):
            left -= len(piece)
            if left < 0:
                raise NotFetched(_("ファイルが大きすぎます。"), http.client.OK)
            file.write(piece)
    if answer.length:  # less came than was announced
        raise NotFetched(_("つながらないか、返事が遅すぎます。"))
