"""Values that no person means: of fields, of parts of an address, of headers, of whole bodies."""

HUGE = "1" + "0" * 30
BROKEN = b"\xff\xed\xa0\x80"  # no UTF-8: a byte that never occurs, and half of a pair
TEXTS: list[str | bytes] = [
    *("", " ", "　", "\0", "a\0b", "\r\nX-Sent: a", "\x1b[31m", "\ufeff", "\u202eabc", "\ufffe"),
    *("-1", "0", "-0", "1.5", "1e999", "NaN", "Infinity", "0x10", "１２", "٣", "1_000", "½", "²"),
    *(HUGE, f"-{HUGE}", "2147483648", "9223372036854775808", "9" * 5_000, "1," * 2_000),
    *("true", "null", "None", "on", "[]", "{}", "[" * 5_000, '{"a":' * 2_000, '"', "[1,[2]]"),
    *(
        "2026-99-99",
        "0000-00-00",
        "0001-01-01",
        "9999-12-31",
        "10000-01-01",
        "令和0年",
        "明治99年1月",
    ),
    *("24:00", "99:99", "-1:-1", "8:30-", "-", "～", "月-月", "8:30～8:30～8:30", "月" * 500),
    *(
        "あ" * 2_000,
        "🐟" * 300,
        "a\u0300" + "\u0300" * 999,
        "ﷺ" * 100,
        "İıßﬁ",
        "ｱﾞ" * 200,
        "x" * 70_000,
    ),
    *("<b>&\"'", "<script>alert(1)</script>", "{{7*7}}", "{% load x %}", "#import", "%s%n%(a)s"),
    *("' OR 1=1--", "\\", "%", "_", "(" * 500, "[^", "*", "a:* & !b | <->", "$$", "\\u0000", "&&&"),
    *("../../etc/passwd", "/etc/passwd", "C:\\", "file:///", "javascript:alert(1)", "//a.example"),
    *("http://[", "http://[::1", "http://a:99999/", "https://" + "a" * 300, "http://あ.example/@"),
    *("a@", "@", "a@b@c.example", "あ@example.jp", "a@" + "b." * 200 + "jp", '"a b"@example.jp'),
    *("0596-", "+81" * 30, "０５９６－２１", "110", "#9110", "tel:", "1-1-1-1-1-1-1-1"),
    *(BROKEN, b"\xe3\x81", b"\xc0\x80", b"\xff\xfe=\x00"),
]
# As they stand in the path of an address.
PARTS = [
    *("a%00b", "%00", HUGE, "-1", "0", "2147483648", "9223372036854775808", "%FF%ED%A0%80", "%"),
    *("%2F..%2F", "..", ".", "'", "%0D%0Aa", "%3Cb%3E", "%25", "%E3%81%82" * 300, "1e3", "１", "*"),
    *("new", "None", "_3A", "a" * 3_000, "%F0%9F%90%9F", "1%2F2", ";a=b", "+", "~", "%E2%80%AE"),
]
# Parameters that pages, admin and libraries read, tried on every address.
PARAMETERS = [
    *("q", "o", "p", "all", "e", "_popup", "_to_field", "_changelist_filters", "pk__in", "page"),
    *("next", "sort", "year", "category", "kind", "term", "app_label", "model_name", "field_name"),
    *("id__exact", "status__exact", "_save", "action", "export", "format", "lang", "date__year"),
]
HEADERS = {
    "HTTP_ACCEPT": ["", "a", "*/*;q=a", "text/html;level=\xff", "," * 3_000],
    "HTTP_ACCEPT_ENCODING": ["", "a;q=x", "gzip;q=0, *", "br;q=9" * 300],
    "HTTP_ACCEPT_LANGUAGE": ["", "ja;q=a", "\xff\xfe", "xx-" * 900, "*;q=-1"],
    "HTTP_IF_MODIFIED_SINCE": ["", "0", "Sun, 99 Foo 9999 99:99:99 GMT", "9" * 400, "\xff"],
    "HTTP_IF_NONE_MATCH": ["", '"', "W/", '"a" "b"', "*" * 900, '"\xff"', "," * 2_000],
    "HTTP_RANGE": ["bytes=-", "bytes=9-1", "bytes=" + "0-0," * 900, "a", "bytes=-" + "9" * 40],
    "HTTP_REFERER": [
        "",
        "//",
        "http://[",
        "\xff",
        "javascript:a",
        "http://testserver/" + "a" * 3_000,
    ],
    "HTTP_ORIGIN": ["null", "http://[", "\xff"],
    "HTTP_HOST": ["", "a b", "[::1", "testserver:99999", "\xff", "testserver." + "a." * 90],
    "HTTP_X_FORWARDED_FOR": ["", "a", ",,,", "1.2.3.4" * 300, "::1%eth0", "\xff", "1.2.3.4:80"],
    "HTTP_X_FORWARDED_PROTO": ["a", ""],
    "HTTP_X_REQUESTED_WITH": ["XMLHttpRequest"],
    "HTTP_X_HTTP_METHOD_OVERRIDE": ["DELETE"],
    "HTTP_SEC_FETCH_SITE": ["", "a", "cross-site"],
}
COOKIES = [
    'a="\\000"',
    "sessionid=",
    "=;=;",
    "messages=\xff",
    "csrftoken=" + "a" * 5_000,
    "a" * 9_000,
]
FORM = "application/x-www-form-urlencoded"
BODIES = [
    ("application/json", b'{"a":'),
    ("application/json", b"[" * 9_000),
    ("text/plain", BROKEN),
    ("", b"a=b"),
    (f"{FORM}; charset=idna", b"a=b"),
    (f"{FORM}; charset=utf-16", b"a\0=\0b\0"),
    (FORM, b"&" * 5_000),
    (FORM, b"=" * 5_000),
    (FORM, b"%" * 5_000),
    (FORM, b"a=" + b"%ED%A0%80" * 99),
    (FORM, b"a=b&" * 1_500),
    ("multipart/form-data", b"a"),
    ("multipart/form-data; boundary=", b"--\r\n"),
    ("multipart/form-data; boundary=" + "a" * 300, b"--a\r\n"),
    ("multipart/form-data; boundary=\xff", b"--a\r\n"),
    ("multipart/form-data; boundary=a", b"--a\r\nContent-Disposition: form-data; name=\r\n\r\n"),
    (
        "multipart/form-data; boundary=a",
        b'--a\r\nContent-Disposition: form-data; name="a"; filename="\xff\0/../"\r\n'
        b"Content-Transfer-Encoding: base64\r\n\r\n=\r\n--a--\r\n",
    ),
]
METHODS = ["GET", "POST", "HEAD", "OPTIONS", "PUT", "PATCH", "DELETE", "TRACE", "get", "PROPFIND"]
FILES = [
    ("a.xlsx", BROKEN),
    ("a.xlsx", b"PK\x03\x04" + b"\0" * 400),
    ("a.csv", "月,件数\n".encode("utf-16")),
    ("a.csv", b'"' * 3_000),
    ("a.csv", b"," * 9_000),
    ("a\0.csv", b""),
    ("../" * 30 + "a.xls", b"\xd0\xcf\x11\xe0" + b"\0" * 600),
    ("あ" * 300 + ".csv", b"\xff\xfe"),
]
COUNTS = ["", "-1", "a", "0", "199", "1000", "99999999", HUGE]
