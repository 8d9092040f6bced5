"""Rights of the eleven people: what each may change and read, by address, text and rows."""

from tests.test_access import WITHOUT_TOKEN

STRANGERS = ("resident", "outsider", "disabled", "unproved")
MEMBERS = ("member", "viewer", "rival")
STAFF = ("publicist", "reader", "clerk", "administrator")
PEOPLE = (*STRANGERS, *MEMBERS, *STAFF)
# Forms that write for people who hold the secret of their address, or for all.
OPEN_FORMS = {*WITHOUT_TOKEN, "platform_members:invitation-accept"}
# What a person who has logged in changes of their own.
OF_ONESELF = ("account_", "mfa_", "platform_members:feed-", "platform_members:address-")
DESK = ("platform_members:", "campaigns:consultations-")
# Only the administrator deletes rows, and changes groups and accounts.
FOR_ADMINISTRATORS = ("admin:auth_", "admin:platform_members_user_change")
# Texts that only clerks read, wherever they stand.
NOTES = {
    *("Window.note", "Window.verification_email", "WindowVersion.facts.note"),
    *("Organisation.note", "Meeting.note", "Programme.note"),
}
OF_DRAFTS = ("Window.", "Phone.", "WindowVersion.")
OF_PLACES = ("Window.address", "Window.place_note")
# Texts of rows about which staff alone work.
OF_WORK = ("MembershipApplication.", "OutgoingMail.", "VerificationRequest.", "Invitation.")
OF_CAMPAIGNS = ("Campaign.", "MediumResult.")
OF_AN_ORGANISATION = (
    "CollectionRound.",
    "ListingUpdate.",
    "Meeting.",
    "Organisation.",
    "Programme.",
)


def may_change(who: str, name: str, button: str, rows: str) -> bool:
    """Whether a form may write that a person sends by a button to an address with such rows."""
    if name in OPEN_FORMS or who == "administrator":
        return True
    if who in ("resident", "disabled", "unproved") or rows == "missing":
        return False
    if name.startswith(OF_ONESELF):
        return True
    if who in ("member", "rival"):
        return rows == {"member": "own", "rival": "foreign"}[who] and name.startswith(DESK)
    # Of a meeting a person says whether they come; what one has done oneself is taken back.
    takes_back = "undo" in name and rows == "own"
    if who == "publicist":
        return name.startswith("admin:campaigns_") or takes_back
    if who == "clerk":
        return not (
            name.endswith("_delete")
            or button == "action=delete_selected"
            or name.startswith(FOR_ADMINISTRATORS)
        )
    answers = name == "platform_members:meeting-view" and (who == "reader" or rows == "own")
    return who in ("viewer", "reader") and (answers or takes_back)


def may_read(who: str, text: str, rows: str) -> bool:
    """Whether a person may read a text of such rows anywhere at all."""
    foreign = rows == "foreign"
    if who in ("clerk", "administrator") or (foreign and text == "Category.name"):
        return True
    if text in NOTES or (who == "reader" and text == "Campaign.note"):
        return False
    if who == "rival" and foreign:
        return text.startswith((*OF_AN_ORGANISATION, *OF_PLACES)) and ".platform_" not in text
    if who == "publicist":
        return not text.startswith(OF_WORK) and (not foreign or text.startswith(OF_CAMPAIGNS))
    if who == "reader":
        return not text.startswith("Invitation.") and not (foreign and text.startswith(OF_DRAFTS))
    return not (foreign or text.startswith(OF_WORK) or text in ("Campaign.note", "User.email"))
