"""Actions of admin's list of campaigns, and tables on their way in."""

from tests.helpers.page_forms import filled_form

LIST = "/admin/campaigns/campaign/"


def act(client, action: str, *campaigns, **agreed):
    """Run an action of the list on these campaigns; `apply=""` agrees to what its page asks."""
    keys = [campaign.pk for campaign in campaigns]
    sent = {"action": action, "_selected_action": keys, **agreed}
    return client.post(LIST, sent, follow=True)


def save_as_shown(client, address: str, page):
    """Press the button below what a table would change."""
    return client.post(address, filled_form(page, "text") | {"_save": "1"})
