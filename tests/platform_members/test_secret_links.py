"""Links that are out in mails and calendars open what they opened when they were sent."""

from datetime import timedelta

from django.utils import timezone

from platform_members.models import CalendarFeed, Invitation, VerificationRequest
from platform_members.secret_links import token_hash
from tests.factories import OrganisationFactory, WindowFactory

# A secret that version 0.2.0 made, and what it kept of it.
TOKEN = "q7Jm0vX3cT1kW9sZ-e5yHbLd2RfA8uPnG4oViKxS6wM"
KEPT = "efbb1f0861ed78303f070162fb2c91d8f96ccbc9b758651b4f3435ff4a6fce00"


def test_links_that_are_out_keep_working(client, clerk):
    """An invitation, a request to confirm and a calendar, each found by what was kept of it."""
    later = timezone.now() + timedelta(days=1)
    keeping = {"token_hash": KEPT, "expires_at": later}
    Invitation.objects.create(
        organisation=OrganisationFactory(), email="yamada@example.jp", made_by=clerk, **keeping
    )
    VerificationRequest.objects.create(
        window=WindowFactory(), email="mado@example.jp", asked_by=clerk, **keeping
    )
    CalendarFeed.objects.create(user=clerk, token_hash=KEPT)
    for address in (f"/invitations/{TOKEN}/", f"/verify/{TOKEN}/", f"/calendars/{TOKEN}.ics"):
        assert client.get(address).status_code == 200, address


def test_what_is_kept_does_not_open_a_link(client, clerk):
    """Who reads the database can use none of the links."""
    CalendarFeed.objects.create(user=clerk, token_hash=token_hash(TOKEN))
    assert client.get(f"/calendars/{KEPT}.ics").status_code == 404
