"""Score of an answer's headers by the rules of MDN's HTTP Observatory.

A hundred points, less what is missing; points on top only where nothing much is. Of its ten tests
those are here that headers decide; no page of ours loads a script from elsewhere.
"""

import re

HALF_A_YEAR = 15_768_000
PRIVATE_REFERRERS = {"no-referrer", "same-origin", "strict-origin"}
PRIVATE_REFERRERS |= {"strict-origin-when-cross-origin"}


def score(headers: dict[str, str], *, https: bool, cookies: list[str]) -> int:
    """Points of one answer; names of headers in any letters."""
    said = {name.lower(): value for name, value in headers.items()}
    policy = _directives(said.get("content-security-policy", ""))
    parts = [
        _policy(policy),
        _framing(policy, said.get("x-frame-options", "")),
        0 if said.get("x-content-type-options") == "nosniff" else -5,
        5 if said.get("referrer-policy") in PRIVATE_REFERRERS else 0,
        _transport(said.get("strict-transport-security", "")) if https else 0,
        _resources(said.get("cross-origin-resource-policy", "")),
        -50 if said.get("access-control-allow-credentials") else 0,
        *map(_cookie, cookies),
    ]
    lost = 100 + sum(part for part in parts if part < 0)
    return max(0, lost + (sum(part for part in parts if part > 0) if lost >= 90 else 0))


def _directives(policy: str) -> dict[str, list[str]]:
    return {words[0]: words[1:] for part in policy.split(";") if (words := part.split())}


def _policy(policy: dict[str, list[str]]) -> int:
    if not policy:
        return -25
    scripts = policy.get("script-src", policy.get("default-src", ["*"]))
    loose = {"'unsafe-inline'", "data:", "*", "http:", "https:"}
    if loose & {*scripts, *policy.get("object-src", policy.get("default-src", ["*"]))}:
        return -20
    if "'unsafe-eval'" in scripts:
        return -10
    if loose & set(policy.get("style-src", policy.get("default-src", ["*"]))):
        return 0
    return 10 if policy.get("default-src") == ["'none'"] else 5


def _framing(policy: dict[str, list[str]], header: str) -> int:
    if "frame-ancestors" in policy and "*" not in policy["frame-ancestors"]:
        return 5
    return 0 if header.upper() in ("DENY", "SAMEORIGIN") else -20


def _transport(header: str) -> int:
    age = re.search(r"max-age=(\d+)", header)
    if age is None:
        return -20
    return 0 if int(age[1]) >= HALF_A_YEAR else -10


def _resources(header: str) -> int:
    return {"same-origin": 10, "same-site": 10, "cross-origin": -5}.get(header, 0)


def _cookie(cookie: str) -> int:
    attributes = {part.strip().lower().partition("=")[0] for part in cookie.split(";")[1:]}
    if "secure" not in attributes:
        return -40 if "sess" in cookie.partition("=")[0] else -20
    if "httponly" not in attributes and "csrf" not in cookie.partition("=")[0]:
        return -30
    return 0
