"""What no action may do, by any page that calls it, nor after what has happened meanwhile."""

from collections.abc import Iterator

from django.core.exceptions import PermissionDenied
from django.db import transaction

from platform_members.listings.actions import listings, updates
from platform_members.listings.actions.guards import UpdateRefused
from platform_members.listings.actions.organisations import edit_organisation
from platform_members.models import Listing, ListingUpdate
from platform_members.review import actions as review
from platform_members.review.actions import Seen
from tests.helpers.proposals import save, staff_edit

PEOPLE = (
    "resident",
    "member",
    "rival",
    "viewer",
    "publicist",
    "reader",
    "reviewer",
    "administrator",
)


def trespasses(people, rows) -> Iterator[tuple]:
    """Every action that does not refuse a person without the right to it."""
    listing, update = rows["listing"], rows["update"]
    seen = Seen.of(update)
    keep = {"update": update, "seen": 1, "cost": "1円"}
    say = {"update": update, "seen": seen, "comment": "だめです"}
    for_members = {
        "submit": lambda by: save(listing, by, **keep),
        "save": lambda by: save(listing, by, updates.save_draft, **keep),
        "send": lambda by: updates.send(update=update, seen=1, by=by),
        "withdraw": lambda by: updates.withdraw(update=update, seen=1, by=by),
        "suspend": lambda by: listings.suspend_listing(listing=listing, reason="休み", by=by),
        "confirm": lambda by: listings.confirm_listing(listing=listing, seen=seen.version, by=by),
        "say": lambda by: edit_organisation(organisation=listing.organisation, said={}, by=by),
    }
    for_reviewers = {
        "approve": lambda by: review.approve(update=update, seen=seen, by=by),
        "correct": lambda by: review.approve_corrected(
            update=update, seen=seen, facts=update.facts, by=by
        ),
        "decline": lambda by: review.decline(by=by, **say),
        "return": lambda by: review.return_update(by=by, **say),
    }
    others = [who for who in PEOPLE if who not in ("resident", "member")]
    yield from not_refused(for_members, {who: people[who] for who in others}, PermissionDenied)
    others = ("member", "rival", "viewer", "publicist", "reader")
    yield from not_refused(for_reviewers, {who: people[who] for who in others}, PermissionDenied)
    with transaction.atomic():
        Listing.objects.all().delete()
        found = list(not_refused(for_members, {"gone": people["member"]}, PermissionDenied))
        transaction.set_rollback(True)
    yield from (each for each in found if each[0] not in ("withdraw", "say"))


def latecomers(people, rows) -> Iterator[tuple]:
    """Give every action that goes ahead though what was seen is no more."""
    listing, update = rows["listing"], rows["update"]
    member, reviewer = people["member"], people["reviewer"]
    seen = Seen.of(update)
    say = {"update": update, "comment": "だめです", "by": reviewer}
    decisions = {
        "approve": lambda _by: review.approve(update=update, seen=seen, by=reviewer),
        "decline": lambda _by: review.decline(seen=seen, **say),
        "return": lambda _by: review.return_update(seen=seen, **say),
    }
    amend = {"amend": lambda by: save(listing, by, update=update, seen=1, cost="1円")}
    withdraw = {"withdraw": lambda by: updates.withdraw(update=update, seen=1, by=by)}
    confirm = {
        "confirm": lambda by: listings.confirm_listing(listing=listing, seen=seen.version, by=by)
    }
    # Of what there is now, which is nothing to be decided or amended any more.
    again = {
        "approve": lambda _by: review.approve(update=update, seen=now(), by=reviewer),
        "decline": lambda _by: review.decline(seen=now(), **say),
        "return": lambda _by: review.return_update(seen=now(), **say),
    }
    amend_again = {
        "amend": lambda by: save(listing, by, update=update, seen=2, cost="1円"),
        "withdraw": lambda by: updates.withdraw(update=update, seen=2, by=by),
    }

    def now():
        return Seen.of(ListingUpdate.objects.get(pk=update.pk))

    events = {
        "decided": (
            lambda: review.approve(update=update, seen=seen, by=reviewer),
            decisions | amend | withdraw | confirm,
        ),
        "decided, and opened again": (
            lambda: review.approve(update=update, seen=seen, by=reviewer),
            again | amend_again,
        ),
        "returned, and opened again": (
            lambda: review.return_update(seen=seen, **say),
            again,
        ),
        "amended": (
            lambda: save(listing, member, update=update, seen=1, cost="2円"),
            decisions | amend | withdraw,
        ),
        "edited by staff": (
            lambda: staff_edit(listing.window, reviewer, cost="9円"),
            {"approve": decisions["approve"]} | confirm,
        ),
        "edited by staff and seen": (
            lambda: staff_edit(listing.window, reviewer, cost="9円"),
            {
                "approve": lambda by: review.approve(
                    update=update, seen=Seen.of(update), by=reviewer
                )
            },
        ),
        "given to another": (
            lambda: Listing.objects.all().delete(),
            {"approve": decisions["approve"]},
        ),
    }
    for event, (happens, acts) in events.items():
        with transaction.atomic():
            happens()
            found = list(not_refused(acts, {event: member}, UpdateRefused))
            transaction.set_rollback(True)
        update.refresh_from_db()
        yield from found


def not_refused(acts, people, refusal) -> Iterator[tuple]:
    """Try every act as everybody; give those that do not end in the refusal."""
    for name, act in acts.items():
        for who, person in people.items():
            outcome = "done"
            with transaction.atomic():
                try:
                    with transaction.atomic():
                        act(person)
                except Exception as error:
                    outcome = error
                transaction.set_rollback(True)
            if not isinstance(outcome, refusal):
                yield name, who, outcome
