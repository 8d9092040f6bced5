"""Session, CSRF cookie and page are pulled away in the middle of each long form: all comes back."""

from dataclasses import dataclass

import pytest
from django.conf import settings
from django.test import Client

from directory.models import Category, Window
from tests.browser.test_accessibility import assert_accessible
from tests.browser.test_clerk_day import unfold
from tests.browser.waiting import wait_until
from tests.factories import MembershipFactory, ProgrammeFactory, RoundFactory


@dataclass
class LongForm:
    """A form, who fills it in, its button, and what to type: labels or selectors with texts."""

    person: object
    path: str
    button: str
    texts: dict[str, str]
    ticks: tuple[str, ...] = ()
    more_rows: str = ""

    def type(self, page) -> None:
        if self.more_rows:
            page.locator(self.more_rows).click()
        for box, text in self.texts.items():
            page.locator(box).fill(text)
        for box in self.ticks:
            page.locator(box).check()

    def assert_typed(self, page) -> None:
        for box, text in self.texts.items():
            assert page.locator(box).input_value() == text
        for box in self.ticks:
            assert page.locator(box).is_checked()


def window_form(request) -> LongForm:
    category = Category.objects.get(slug="work")
    return LongForm(
        request.getfixturevalue("clerk"),
        "/admin/directory/window/add/",
        "下書き保存",
        {
            "#id_subject": "空き家についての相談",
            "#id_name": "住宅課",
            "#id_phones-0-printed": "0596-21-5556",
            "#id_phones-1-printed": "０５９６－２１－５５５７",
            "#id_hours_rules-0-opens": "午後1時",
            "#id_address": "岩渕1丁目",
        },
        (
            f"[name=categories][value='{category.pk}']",
            "[name=hours_rules-0-weekdays][value='3']",
            "#id_verify",
        ),
        "#phones-group .add-row button",
    )


def campaign_form(request) -> LongForm:
    return LongForm(
        request.getfixturevalue("publicist"),
        "/admin/campaigns/campaign/add/",
        "保存",
        {
            "#id_title": "秋の広報",
            "#id_purpose": "相談窓口を知ってもらう。\n二行目",
            "#id_results-0-medium": "新聞",
            "#id_results-1-medium": "広報いせ",
        },
        more_rows="#results-group .add-row a",
    )


def proposal_form(request) -> LongForm:
    listing = request.getfixturevalue("listing")
    return LongForm(
        request.getfixturevalue("member"),
        f"/desk/listings/{listing.pk}/edit/",
        "変更案を出す",
        {
            "[name=cost]": "無料",
            "[name=description]": "はじめての方も\nどうぞ",
            "[name=phones-1-printed]": "0596-63-5224",
        },
        ("[name=hours-0-weekdays][value='5']",),
        "button[name=do][value=phones]",
    )


def programme_form(request) -> LongForm:
    department = request.getfixturevalue("organisation")
    programme = ProgrammeFactory(organisation=department, name="見守り")
    RoundFactory(asked=[department])
    return LongForm(
        MembershipFactory(organisation=department).user,
        f"/desk/programmes/{programme.pk}/edit/",
        "保存する",
        {"[name=content]": "訪問と電話\n二行目", "[name=npo_about]": "NPO法人と話した。"},
    )


FORMS = {
    "window": window_form,
    "campaign": campaign_form,
    "proposal": proposal_form,
    "programme": programme_form,
}


def session_ends(page, long_form) -> None:
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    page.get_by_role("button", name=long_form.button, exact=True).click()
    page.get_by_role("heading", name="まだ保存していません").wait_for()


def csrf_cookie_changes(page, long_form) -> None:
    page.context.clear_cookies(name=settings.CSRF_COOKIE_NAME)
    page.get_by_role("button", name=long_form.button, exact=True).click()
    page.get_by_role("heading", name="まだ保存していません").wait_for()


def page_goes_away(page, _long_form) -> None:
    page.goto("about:blank")


def tab_is_closed(page, _long_form) -> None:
    page.close(run_before_unload=False)


ACCIDENTS = [session_ends, csrf_cookie_changes, page_goes_away, tab_is_closed]


def log_in(context, person, address) -> None:
    """Log the person in, in every tab of the browser."""
    client = Client()
    client.force_login(person)
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": address}])


@pytest.mark.parametrize("accident", ACCIDENTS, ids=lambda each: each.__name__)
@pytest.mark.parametrize("name", FORMS)
def test_all_that_was_typed_is_offered_again(
    open_as, live_city, live_server, request, name, accident
):
    """In a new tab, after a new log-in where that is needed: one button brings it all back."""
    long_form = FORMS[name](request)
    page = open_as(long_form.person, long_form.path, width=1280)
    context = page.context
    long_form.type(page)
    accident(page, long_form)
    log_in(context, long_form.person, live_server.url)
    page = context.new_page()
    page.goto(live_server.url + long_form.path)
    page.get_by_role("status").get_by_text("保存していない入力が残っています").wait_for()
    assert_accessible(page)
    page.get_by_role("button", name="続きから入力する").click()
    page.get_by_role("button", name="続きから入力する").wait_for(state="detached")
    page.wait_for_load_state()
    long_form.assert_typed(page)


@pytest.fixture
def typed(open_as, live_city, clerk):
    """A window's form in which a clerk has changed the subject."""
    window = Window.objects.get(name="伊勢市生活支援課")
    page = open_as(clerk, f"/admin/directory/window/{window.pk}/change/", width=1280)
    page.get_by_label("相談内容").fill("書きかけの題")
    return page


def kept(page) -> list[str]:
    """What the browser keeps."""
    page.wait_for_load_state()
    return page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('draft '))")


def test_a_draft_goes_when_it_is_saved(typed):
    """Nothing is left in the browser, and nothing is offered again."""
    assert len(kept(typed)) == 1
    address = typed.url
    typed.get_by_role("button", name="保存", exact=True).click()
    typed.wait_for_url("**/admin/directory/window/")
    assert kept(typed) == []
    typed.goto(address)
    assert typed.get_by_text("保存していない入力が残っています").count() == 0


def test_a_draft_goes_when_it_is_thrown_away(typed):
    """The button leaves the form as it is saved."""
    typed.reload()
    typed.get_by_role("button", name="捨てる").click()
    assert kept(typed) == []
    assert typed.get_by_label("相談内容").input_value() != "書きかけの題"


def test_drafts_go_with_the_log_out(typed):
    """Who logs out leaves nothing behind on a computer that others use too."""
    other = typed.context.new_page()
    other.goto(typed.url.split("/admin/")[0] + "/admin/")
    typed.goto("about:blank")
    other.get_by_role("button", name="ログアウト").click()
    other.wait_for_load_state()
    other.goto(other.url.split("/admin/")[0] + "/about/")
    assert kept(other) == []


def test_a_draft_is_its_persons_own(typed, colleague, live_server):
    """A colleague at the same computer is offered nothing of it."""
    address = typed.url
    typed.goto("about:blank")
    log_in(typed.context, colleague, live_server.url)
    typed.goto(address)
    assert typed.get_by_text("保存していない入力が残っています").count() == 0
    assert len(kept(typed)) == 1


def test_another_tab_leaves_a_living_page_its_draft(typed):
    """A second tab offers nothing until the first is closed; then it does so at once."""
    other = typed.context.new_page()
    other.goto(typed.url)
    wait_until(other, "navigator.locks.query().then(locks => locks.pending.length === 1)")
    assert other.get_by_text("保存していない入力が残っています").count() == 0
    typed.close()
    other.get_by_role("button", name="続きから入力する").wait_for()


def test_what_is_typed_before_the_page_is_complete_is_kept(open_as, live_city, clerk):
    """A picture that hangs holds the page up for longer than a clerk waits."""
    address = "/admin/directory/window/add/"
    page = open_as(clerk, address, width=1280)
    late = []
    page.route("**/late.png", lambda route: late.append(route))
    page.add_init_script(
        "addEventListener('DOMContentLoaded', () =>"
        " document.body.append(Object.assign(new Image(), {src: '/late.png'})))"
    )
    with page.expect_request("**/late.png"):  # by now the scripts are there
        page.goto(page.url, wait_until="commit")
    page.get_by_label("相談内容").fill("書きかけの題")
    assert page.evaluate("document.readyState") != "complete"
    late[0].abort()
    wait_until(page, "Object.keys(localStorage).some(key => key.startsWith('draft '))")
    page.unroute("**/late.png")
    page.reload()
    page.get_by_role("button", name="続きから入力する").click()
    assert page.get_by_label("相談内容").input_value() == "書きかけの題"


def test_leaving_with_changes_warns(typed):
    """The browser asks first; the form stays as it was typed."""
    asked = []
    typed.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    typed.get_by_role("link", name="履歴").click(no_wait_after=True)
    typed.wait_for_timeout(500)
    assert asked == ["beforeunload"]
    assert typed.get_by_label("相談内容").input_value() == "書きかけの題"


def test_neither_passwords_nor_tokens_are_kept(typed):
    """Of any form no token, and no box for a password, should a form ever have one."""
    typed.evaluate(
        """() => {
            const box = document.createElement("input");
            Object.assign(box, { type: "password", name: "a" });
            document.getElementById("id_subject").after(box);
        }"""
    )
    typed.locator("input[type=password]").fill("a long enough phrase")
    (key,) = kept(typed)
    draft = typed.evaluate("key => localStorage.getItem(key)", key)
    assert "書きかけの題" in draft
    assert "a long enough phrase" not in draft
    assert "csrf" not in draft


def test_public_pages_keep_nothing(open_page, live_city):
    """What residents search for stays in no browser."""
    page = open_page("/windows/")
    page.locator("[name=q]").first.fill("家賃が払えない")
    assert page.evaluate("localStorage.length") == 0
    assert page.locator("script[src*=drafts]").count() == 0


def test_what_is_folded_is_kept_too(typed):
    """A part that is closed again keeps what was typed in it."""
    unfold(typed, "説明・対象・費用")
    typed.get_by_label("費用").fill("無料です")
    typed.locator("summary", has_text="説明・対象・費用").click()
    typed.reload()
    typed.get_by_role("button", name="続きから入力する").click()
    typed.wait_for_load_state()
    assert typed.locator("#id_cost").input_value() == "無料です"
