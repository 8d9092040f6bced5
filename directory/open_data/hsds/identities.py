"""Ids of what has no id of its own: the same for the same thing, in every portal, for ever."""

from hashlib import sha1
from uuid import UUID

# UUIDs of version 5 below this one, or below the id of what they belong to (RFC 9562).
NAMESPACE = UUID("3c0f5c1a-5d0e-4d0e-9a53-6f3d3f6c3b1d")
_VERSION, _VARIANT = 0x50, 0x80


def part_id(whole: str, *parts: str) -> str:
    """Id of a part of what has an id, as `uuid.uuid5` gives it, in a third of the time."""
    named = bytes.fromhex(whole.replace("-", "")) + ":".join(parts).encode()
    digest = bytearray(sha1(named, usedforsecurity=False).digest()[:16])
    digest[6] = digest[6] & 0x0F | _VERSION
    digest[8] = digest[8] & 0x3F | _VARIANT
    text = digest.hex()
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


def organization_id(name: str) -> str:
    """Id of an organisation that is known by its name alone."""
    return part_id(str(NAMESPACE), "organization", name)


def taxonomy_id(name: str) -> str:
    """Id of a taxonomy of ours."""
    return part_id(str(NAMESPACE), "taxonomy", name)


def term_id(taxonomy: str, code: str) -> str:
    """Id of a term: equal codes in a taxonomy of ours mean the same in every portal."""
    return part_id(str(NAMESPACE), "taxonomy_term", taxonomy, code)


# Marks of what a service has exactly one of; without the digits of version and variant.
PLACE = UUID("5e1a0c3b-9d47-0a2e-0b6c-71f0d8a4c2e9")
LOCATION = UUID("a94c7d20-3b18-0c5f-0d92-6e0b35f1a847")


def partner_id(key: str, mark: UUID) -> str:
    """Id of the one thing of a kind that belongs to a service; of that id, the service's again."""
    return str(UUID(int=UUID(key).int ^ mark.int))
