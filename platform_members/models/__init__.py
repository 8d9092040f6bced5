"""The people who log in, the organisations they belong to, and the listings they look after."""

from platform_members.models.application import MembershipApplication
from platform_members.models.attempt import Attempt
from platform_members.models.collection_round import CollectionRound, RoundAnswer
from platform_members.models.gap_check import GapCheck
from platform_members.models.gap_map_decision import GapAxis, GapMapDecision
from platform_members.models.invitation import Invitation
from platform_members.models.listing import Listing
from platform_members.models.listing_update import ListingUpdate
from platform_members.models.mail import OutgoingMail
from platform_members.models.meeting import Attendance, CalendarFeed, Meeting
from platform_members.models.meeting_import import MeetingImport
from platform_members.models.membership import Membership
from platform_members.models.organisation import Area, Organisation, SmallStep
from platform_members.models.programme import Programme
from platform_members.models.sheet_upload import SheetUpload
from platform_members.models.subscription import SubscribedWindow, Subscription
from platform_members.models.user import User
from platform_members.models.verification import VerificationRequest

__all__ = [
    "Area",
    "Attempt",
    "Attendance",
    "CalendarFeed",
    "CollectionRound",
    "GapAxis",
    "GapCheck",
    "GapMapDecision",
    "Invitation",
    "Listing",
    "ListingUpdate",
    "Meeting",
    "MeetingImport",
    "Membership",
    "MembershipApplication",
    "Organisation",
    "OutgoingMail",
    "Programme",
    "RoundAnswer",
    "SheetUpload",
    "SmallStep",
    "SubscribedWindow",
    "Subscription",
    "User",
    "VerificationRequest",
]
