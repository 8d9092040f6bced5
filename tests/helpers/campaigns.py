"""Actions of admin's list of campaigns."""

LIST = "/admin/campaigns/campaign/"


def act(client, action: str, *campaigns, **agreed):
    """Run an action of the list on these campaigns; `apply=""` agrees to what its page asks."""
    keys = [campaign.pk for campaign in campaigns]
    sent = {"action": action, "_selected_action": keys, **agreed}
    return client.post(LIST, sent, follow=True)
