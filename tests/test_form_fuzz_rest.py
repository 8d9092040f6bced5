"""The other half of the forms of test_form_fuzz.py."""

from tests.test_form_fuzz import failures, world

__all__ = ["world"]


def test_no_other_form_fails_whatever_its_fields_say(world):
    """NUL, 10^30, broken UTF-8, very long, missing, repeated, arrays, files, forged counts."""
    assert failures(world, half=1) == []
