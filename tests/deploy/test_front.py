"""What stands between residents and the web service: deploy/nginx, tried with a real nginx.

Behind it stands the real gunicorn with an application that says what it was asked.
"""

import contextlib
import gzip
import http.client
import re
import ssl
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import quote

import pytest

from campaigns.public.forms import ComparisonForm
from directory.public.filters import WindowFilter
from tests.deploy.front import APPLICATION, DEPLOY, NAME, running


@pytest.fixture(scope="module")
def front():
    """A front whose web service lives."""
    with running(APPLICATION) as running_front:
        yield running_front


def at_once(front, paths, **headers) -> list:
    """Ask for all of these at the same time, from one address."""
    with ThreadPoolExecutor(20) as pool:
        return list(pool.map(lambda path: front.ask(path, **headers), paths))


def test_a_page_is_asked_for_once_and_kept(front):
    """The second reader gets the first one's page."""
    first, second = front.ask("/windows/2/"), front.ask("/windows/2/")
    assert first.number == second.number
    assert second.headers["X-Cache"] == "HIT"


def test_a_page_made_anew_is_the_only_one_from_then_on(front):
    """Files of kept pages stay open in each of nginx's workers; none shows a page of before."""
    former = {front.ask("/categories/strict/").number for _ in range(8)}
    time.sleep(2.1)  # nginx counts whole seconds
    first = front.ask("/categories/strict/")
    assert first.number not in former
    again = {front.ask("/categories/strict/").number for _ in range(8)}
    assert not again & former


def test_twenty_readers_of_a_new_page_ask_for_it_once(front):
    """The others wait for the first one's answer."""
    answers = at_once(front, ["/categories/slow/"] * 20)
    assert len({answer.number for answer in answers}) == 1


@pytest.mark.parametrize(
    "address",
    [
        "/windows/?utm_source=city",
        "/windows/?fbclid=1&&gclid=2",
        "/windows/?x",
        "/windows/?=",
        "/windows/?&",
        "//windows/",
        "/windows/./",
        "/%77indows/",
        "/x/../windows/",
    ],
)
def test_unknown_parameters_and_odd_spellings_make_no_entry(front, address):
    """They are the page that they lead to, and the web service never sees them."""
    plain = front.ask("/windows/")
    assert front.ask(address).number == plain.number
    assert (plain.asked["path"], plain.asked["query"]) == ("/windows/", "")


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        ("utm=1&category=work&x=2&open=on", "category=work&open=on"),
        ("category=work&utm=1&utm=2", "category=work"),
        ("page=2&", "page=2"),
        ("category=a&category=b", "category=a&category=b"),
        ("Category=work&q2=1&xq=3&page=4", "page=4"),
        ("a=1&page=1&b=2&page=2&c=3&page=3&d=4", "page=1&page=2&page=3"),
    ],
)
def test_known_parameters_stay_as_they_were_sent(front, query, kept):
    """Also the same one twice, whose order means something to the web service."""
    assert front.ask(f"/windows/?{query}").asked["query"] == kept


def test_a_query_that_no_link_has_is_refused(front):
    """Unknown parameters scattered among known ones, so that each would be new."""
    query = "&".join(f"x{n}={n}&page={n}" for n in range(9))
    assert front.ask(f"/windows/?{query}").status == 400


def test_a_long_question_arrives_whole(front):
    """2,000 characters of Japanese, 18 KB in the address."""
    question = "窓" * 2000
    assert front.ask(f"/windows/?x=1&q={quote(question)}").asked["query"] == f"q={quote(question)}"


def test_every_parameter_of_public_pages_is_known():
    """A filter that is added in the portal is added here, or it would filter nothing."""
    known = set(WindowFilter.base_filters) | set(ComparisonForm.base_fields)
    known |= {"q", "page", "after", "answers", "before", "year", "furigana"}
    template = (DEPLOY / "nginx" / "nginx.conf.template").read_text()
    assert f"(?:{'|'.join(sorted(known))})=".count("|") == len(known) - 1
    for part in template.split("(?!(?:")[1:]:
        assert set(part.split(")=")[0].split("|")) == known


@pytest.mark.parametrize(
    "address",
    [
        "/admin/",
        "/desk/",
        "/accounts/login/",
        "/members/apply/",
        "/verify/token/",
        "/invitations/token/",
        "/meetings/",
        "/calendars/token.ics",
        "/anything/",
    ],
)
def test_what_is_for_one_person_is_never_kept(front, address):
    """Even where it says that it may be; cookies and every parameter arrive."""
    first = front.ask(f"{address}?x=1", Cookie="sessionid=a")
    assert first.asked["headers"]["HTTP_COOKIE"] == "sessionid=a"
    assert first.asked["query"] == "x=1"
    assert front.ask(f"{address}?x=1").number != first.number


def test_a_form_that_is_sent_is_never_kept_nor_answered_by_a_kept_page(front):
    """A POST reaches the web service each time."""
    page = front.ask("/windows/3/")
    sent = [front.ask("/windows/3/", "POST", b"a=1") for _ in range(2)]
    assert len({page.number, *(answer.number for answer in sent)}) == 3
    assert front.ask("/windows/3/").number == page.number


def test_cookies_make_no_difference_to_public_pages(front):
    """They do not arrive, so that no page can depend on one; everybody has the same page."""
    mine = front.ask("/windows/4/", Cookie="sessionid=a", Authorization="Basic YTpi")
    assert not {"HTTP_COOKIE", "HTTP_AUTHORIZATION"} & mine.asked["headers"].keys()
    assert front.ask("/windows/4/").number == mine.number


@pytest.mark.parametrize("page", ["cookie", "personal", "private"])
def test_an_answer_for_one_person_is_not_kept(front, page):
    """It sets a cookie, depends on one, or says that it is private."""
    first, second = (front.ask(f"/categories/{page}/") for _ in "ab")
    assert first.number != second.number


def test_a_head_request_fills_no_page_with_nothing(front):
    """HEAD first, then GET: the page is whole."""
    assert front.ask("/windows/5/", "HEAD").body == b""
    assert front.ask("/windows/5/").asked["method"] == "GET"


@pytest.mark.parametrize(
    ("sent", "passed"),
    [("gzip, deflate, br", "gzip"), ("br;q=1, GZIP;q=0.5", "gzip"), ("gzip;q=0, br", ""), ("", "")],
)
def test_a_page_is_kept_in_two_forms_at_most(front, sent, passed):
    """However a browser words what it understands."""
    asked = front.ask(f"/windows/{len(sent) + 50}/", Accept_Encoding=sent or "identity").asked
    assert asked["headers"].get("HTTP_ACCEPT_ENCODING", "") == passed


@pytest.mark.parametrize("name", ["evil.example", "127.0.0.1", f"{NAME}.evil.example"])
def test_other_names_are_refused(front, name):
    """By TLS already, and by the first line where TLS was for the right name."""
    with pytest.raises(ssl.SSLError):
        front.ask("/windows/6/", name=name)
    with pytest.raises(http.client.RemoteDisconnected):
        front.ask("/windows/6/", Host=name)


def test_a_host_of_another_kind_poisons_nothing(front):
    """What a visitor says of hosts and addresses does not arrive."""
    asked = front.ask(
        "/windows/7/",
        X_Forwarded_Host="evil.example",
        X_Forwarded_For="1.2.3.4",
        X_Forwarded_Proto="http",
        Forwarded="host=evil.example",
        X_Original_URL="/admin/",
    ).asked["headers"]
    assert (asked["HTTP_HOST"], asked["HTTP_X_FORWARDED_PROTO"]) == (NAME, "https")
    assert asked["HTTP_X_FORWARDED_FOR"] == "127.0.0.1"
    assert not {"HTTP_X_FORWARDED_HOST", "HTTP_FORWARDED"} & asked.keys()


def test_plain_http_leads_to_https(front):
    """Under the portal's name; under any other there is no answer."""
    connection = http.client.HTTPConnection("127.0.0.1", front.http_port)
    with contextlib.closing(connection):
        connection.request("GET", "/windows/?q=a", headers={"Host": NAME})
        answer = connection.getresponse()
        assert (answer.status, answer.headers["Location"]) == (301, f"https://{NAME}/windows/?q=a")


def test_static_files_come_compressed_from_the_disk(front):
    """The best form that a browser takes, for a year where the name holds a hash."""
    for suffix, content in (("", b"plain"), (".gz", gzip.compress(b"plain")), (".br", b"brotli")):
        (front.static / f"portal.0123456789ab.css{suffix}").write_bytes(content)
    address = "/static/portal.0123456789ab.css"
    assert front.ask(address).body == b"plain"
    assert front.ask(address, Accept_Encoding="br, gzip").body == b"brotli"
    packed = front.ask(address, Accept_Encoding="gzip")
    assert gzip.decompress(packed.body) == b"plain"
    assert "immutable" in packed.headers["Cache-Control"]
    assert front.ask(address, "POST", b"").status == 403


def test_a_shelter_behind_one_address_is_not_limited(front):
    """300 people who open pages and search at the same time are all answered."""
    paths = [f"/windows/{n % 40}/" for n in range(300)]
    paths += [f"/windows/?q=word{n}" for n in range(300)]
    assert Counter(answer.status for answer in at_once(front, paths)) == {200: 600}


def test_a_flood_of_forms_is_answered_with_a_moment_to_wait(front):
    """Log-ins as fast as a machine can type them: a Japanese page, and when to come again."""
    answered = 0
    while (answer := front.ask("/accounts/login/", "POST", b"a=1")).status == 200:
        answered += 1
        assert answered < 2000
    assert answered >= 60, "a class that logs in at the same time"
    assert (answer.status, answer.headers["Retry-After"]) == (429, "10")
    assert "少し待ってから" in answer.body.decode()


HEAD = f"HTTP/1.1\nHost: {NAME}\nConnection: close\n"
ODD = "&".join(f"x{n}={n}&page={n}" for n in range(9))
# What nginx refuses by itself: what is sent, the status, and the words that say what to do.
REFUSED = {
    "a query that no link has": (f"GET /windows/?{ODD} {HEAD}\n", 400, "もう一度たどって"),
    "a length that is none": (f"POST / {HEAD}Content-Length: x\n\n", 400, "もう一度たどって"),
    "a header too long": (f"GET / {HEAD}Cookie: {'a' * 40_000}\n\n", 400, "もう一度たどって"),
    "an address too long": (f"GET /{'a' * 40_000} {HEAD}\n", 414, "もう一度たどって"),
    "another encoding": (f"POST / {HEAD}Transfer-Encoding: x\n\n", 501, "もう一度たどって"),
    "a form to a file": (f"POST /static/a.css {HEAD}Content-Length: 0\n\n", 403, "前のページに"),
    "a file too large": (
        f"POST /admin/ {HEAD}Content-Length: 13000000\n\n",
        413,
        "ファイルを小さくするか",
    ),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_what_nginx_refuses_it_refuses_in_words_that_say_what_to_do(front, kind):
    """Its own status, a Japanese page without script that is kept nowhere, no word of its own."""
    text, status, words = REFUSED[kind]
    head, _blank, page = front.ask_raw(text).partition("\r\n\r\n")
    assert head.startswith(f"HTTP/1.1 {status} ")
    assert words in page
    assert "charset=utf-8" in head
    assert "Cache-Control: no-store" in head
    assert "Content-Security-Policy: default-src 'none'" in head
    assert not {"<center", "nginx", "<script"} & set(re.findall(r"<?\w+", page))


def test_what_speaks_no_tls_to_the_port_of_tls_is_told_so_under_the_portals_name_only(front):
    """Under another name, and where it is no HTTP at all, there is no answer."""
    page = front.ask_raw(f"GET / {HEAD}\n", over_tls=False)
    assert page.startswith("HTTP/1.1 400 ")
    assert "もう一度たどって" in page
    assert front.ask_raw("GET / HTTP/1.1\nHost: evil.example\n\n", over_tls=False) == ""
    assert front.ask_raw("nonsense\n\n", over_tls=False) == ""


def test_health_is_nobodys_business_outside(front):
    """The machine itself may ask; what is asked through the front is asked from there here."""
    template = front.configuration()
    assert front.ask("/readyz").status == 200
    place = template.partition("location ~ ^/(?:healthz|readyz)$ {")[2].partition("}")[0]
    assert "allow 127.0.0.1;" in place
    assert "deny all;" in place


def test_the_portals_own_error_page_reaches_its_reader(front):
    """Only what nginx itself would have to say is replaced."""
    answer = front.ask("/categories/broken/")
    assert (answer.status, answer.body) == (500, b"the portal's own page")
