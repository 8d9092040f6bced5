"""The people who log in, the organisations they belong to, and the listings they look after."""

from platform_members.models.application import MembershipApplication
from platform_members.models.invitation import Invitation
from platform_members.models.listing import Listing
from platform_members.models.listing_update import ListingUpdate
from platform_members.models.mail import OutgoingMail
from platform_members.models.membership import Membership
from platform_members.models.organisation import Area, Organisation, SmallStep
from platform_members.models.user import User

__all__ = [
    "Area",
    "Invitation",
    "Listing",
    "ListingUpdate",
    "Membership",
    "MembershipApplication",
    "Organisation",
    "OutgoingMail",
    "SmallStep",
    "User",
]
