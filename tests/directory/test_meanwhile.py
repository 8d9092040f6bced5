"""Two clerks, or a clerk and a reviewer, at one window in admin."""

from directory.actions import windows_saved
from directory.facts import write_facts
from directory.models import Window, WindowVersion
from tests.factories import ListingFactory
from tests.platform_members.forms import sent


def test_a_form_opened_before_somebody_elses_change_is_told_once(client, clerk):
    """Nothing is overwritten unasked; what was typed stays; the next press replaces it."""
    window = ListingFactory().window
    address = f"/admin/directory/window/{window.pk}/change/"
    client.force_login(clerk)
    form = sent(client.get(address), cost="500円", _save="")
    window = Window.objects.get(pk=window.pk)
    write_facts(window, {"eligibility": "市民"})
    windows_saved(windows=[window], by=clerk, how=WindowVersion.How.UPDATED)

    answer = client.post(address, form)
    page = answer.content.decode()
    assert "この窓口の内容が変わりました（団体からの変更、伊勢 花子）" in page
    assert 'value="500円"' in page
    window.refresh_from_db()
    assert (window.cost, window.eligibility) == ("", "市民")

    client.post(address, sent(answer, _save=""))
    window.refresh_from_db()
    assert window.cost == "500円"
