"""Densities of print: sizes in points, distances in millimetres.

No text is smaller than 10.5 pt and no telephone number smaller than 12 pt: what does not fit at
the tightest of these is too much, not too large.
"""

from directory.typesetting.jobs import Fit

SHEET_PAGES = 4  # a folded sheet
MAX_PAGES = 32  # eight folded sheets, which two staples still hold


def style(
    text: float,
    phone: float,
    inset: float,
    leading: float,
    section: float,
    room: float = 1,
    stacked: bool = False,
) -> dict:
    """One density; `room` is how many pages it takes for each of the standard one's."""
    return {
        "text": text,
        "phone": phone,
        "inset": inset,
        "leading": leading,
        "section": section,
        "room": room,
        "stacked": stacked,
    }


DENSITIES = [
    style(10.5, 12, 0.9, 0.40, 4, room=0.73),
    style(10.5, 12.5, 1.4, 0.45, 5, room=0.80),
    style(10.5, 13, 2.0, 0.50, 6, room=0.87),
    style(11, 13.5, 2.4, 0.52, 7, room=1.00),
    style(11.5, 14, 2.8, 0.55, 8, room=1.13),
    style(12, 14.5, 3.2, 0.60, 9, room=1.27),
    style(12.5, 15, 3.8, 0.65, 10, room=1.47),
    style(13, 15.5, 4.6, 0.70, 12, room=1.73),
]
STANDARD = 3
LARGE_PRINT = style(18, 26, 4, 0.65, 12, room=1.9, stacked=True)
BOOKLET = Fit(DENSITIES, STANDARD, max_pages=MAX_PAGES, multiple=SHEET_PAGES)
# Both sides of one sheet; a few windows are set in large letters.
LEAFLET = Fit([*DENSITIES, LARGE_PRINT], STANDARD, max_pages=2)
LARGE = Fit([LARGE_PRINT], standard=0)
PLAIN = Fit([style(12, 15, 3, 0.6, 9)], standard=0)
