"""What search engines read of a window's page (JSON-LD)."""

import json
import re

from directory.models import Window
from directory.text.phones import international
from tests.factories import WindowFactory, give_hours


def read(client, window: Window) -> dict:
    """The one block of linked data in a window's page."""
    page = client.get(window.get_absolute_url()).content.decode()
    [block] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    return json.loads(block)


def test_every_window_of_the_city_is_readable(client, city, at):
    """Name, numbers and place are those of the page; certain hours only."""
    at("2026-11-24 10:00")
    for window in Window.objects.published().for_reading():
        service = read(client, window)
        channel = service.get("availableChannel", {})
        told = [
            phone["telephone"] for phone in channel.get("servicePhone", []) if "telephone" in phone
        ]
        assert service["name"] == str(window)
        assert told == [
            international(phone.printed) or phone.printed for phone in window.telephones
        ]
        is_of_city = window.provider.startswith(("伊勢市", "三重県"))
        assert service["@type"] in ({"GovernmentService", "Service"} if is_of_city else {"Service"})
        assert ("serviceLocation" in channel) == bool(window.public_address)
        by_appointment = window.reservation_answer == Window.Reservation.REQUIRED
        if not window.schedule.known or by_appointment:
            assert "hoursAvailable" not in service


def test_a_holiday_is_told_as_closed(client, at):
    """Days unlike the usual week stand with their dates."""
    at("2026-11-20 10:00")
    window = give_hours(WindowFactory(), "月火水木金 8:30-17:15")
    hours = read(client, window)["hoursAvailable"]
    assert hours[0]["opens"] == "08:30"
    assert {"validFrom": "2026-11-23", "opens": "00:00", "closes": "00:00"}.items() <= hours[
        1
    ].items()


def test_a_confidential_place_and_odd_text_do_no_harm(client, db):
    """A shelter's address is no part of it, and no text ends the script element."""
    text = "</script><script>alert(1)</script>&<!--"
    window = WindowFactory(
        description=text, address="伊勢市秘密町1-2-3", confidential_location=True
    )
    page = client.get(window.get_absolute_url()).content.decode()
    assert read(client, window)["description"] == text
    assert "alert(1)</script>" not in page
    assert "秘密町" not in page


def test_a_number_is_told_as_it_is_dialled_from_anywhere(client, db):
    """In E.164; one that works in Japan alone as it is printed, a fax under its own word."""
    window = WindowFactory(phones=["0596-21-5556", "#8008"], provider="伊勢市福祉総合支援センター")
    window.phones.create(kind="fax", printed="0596-21-5557", dialled="0596215557", label="")
    service = read(client, window)
    assert service["@type"] == "GovernmentService"
    assert [{**phone, "@type": None} for phone in service["availableChannel"]["servicePhone"]] == [
        {"@type": None, "telephone": "+81596215556"},
        {"@type": None, "telephone": "#8008"},
        {"@type": None, "faxNumber": "+81596215557"},
    ]


def test_nothing_is_claimed_where_no_holidays_are_known(client, db):
    """Without a table of holidays there are no hours to tell."""
    window = give_hours(WindowFactory(), "月火水木金 8:30-17:15")
    assert "hoursAvailable" not in read(client, window)
