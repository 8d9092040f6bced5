"""Bad inputs to every address and form in every role: never a server error.

The first inputs of one seed; `make fuzz` sends a hundred thousand others each day.
"""

from fuzz.sending import send_bad_inputs
from tests.helpers.world import make_world

INPUTS = 3_200


def test_no_input_whatever_it_says_is_answered_with_a_server_error(administrator, settings):
    """NUL, 10^30, broken UTF-8, very long, missing, repeated, forged counts, headers, bodies."""
    settings.MFA_REQUIRED = False
    report = send_bad_inputs(make_world(administrator), seed="make test", inputs=INPUTS)
    assert report.failed == []
    assert report.sent == INPUTS
