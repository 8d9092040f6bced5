"""Ways in which a person changes something that the audit tells of.

Each is prepared by a function that gives the address and the form of its last button."""

import re
from datetime import date

from django.contrib.auth.models import Group
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile

from campaigns.models import Campaign, Kpi
from directory.models import AuditEntry, Edition, Window
from platform_members.accounts.roles import PUBLICITY
from platform_members.models import MembershipApplication
from platform_members.registry.actions import invite
from tests.factories import UserFactory, WindowFactory
from tests.helpers.campaigns import LIST as CAMPAIGNS
from tests.helpers.exchange_files import decide, edited, exported, upload
from tests.helpers.page_forms import filled_form, sent
from tests.helpers.proposals import save
from tests.helpers.workbooks import workbook
from tests.platform_members.accounts.test_second_factor import SET_UP, code, entered, log_in

WINDOWS = "/admin/directory/window/"
USERS = "/admin/platform_members/user/"
PHRASE = "a quite long phrase"
TWICE = {"password1": PHRASE, "password2": PHRASE}


def window_published(client, _cast):
    window = WindowFactory(status=Window.Status.DRAFT, published_at=None)
    return WINDOWS, {"action": "publish", "_selected_action": [window.pk]}


def window_suspended(client, _cast):
    chosen = {"_selected_action": [WindowFactory().pk]}
    return WINDOWS, {"action": "suspend", "apply": "1", "reason": "改修のため"} | chosen


def window_retired(client, _cast):
    return WINDOWS, {"action": "retire", "apply": "1", "_selected_action": [WindowFactory().pk]}


def _campaign(**facts) -> Campaign:
    days = {"starts_on": "2024-01-01", "ends_on": "2024-02-01"}
    return Campaign.objects.create(title="次の動画", kind="video", **days, **facts)


def campaign_published(client, _cast):
    chosen = {"_selected_action": [_campaign().pk], "apply": ""}
    return CAMPAIGNS, {"action": "publish"} | chosen


def campaign_withdrawn(client, cast):
    address, form = campaign_published(client, cast)
    client.post(address, form)
    return address, form | {"action": "withdraw"}


def campaign_out_of_use(client, _cast):
    chosen = {"_selected_action": [_campaign().pk], "apply": ""}
    return CAMPAIGNS, {"action": "take_out_of_use"} | chosen


def edition_withdrawn(client, cast):
    edition = Edition.objects.create(
        name="版", printed_on=date(2026, 11, 1), copies=1, facts=[], made_by=cast["clerk"]
    )
    return f"/admin/directory/edition/{edition.pk}/withdrawal/", {"decision": "withdraw"}


def edition_taken_back(client, cast):
    address, form = edition_withdrawn(client, cast)
    client.post(address, form)
    return address, {"decision": "take_back"}


def windows_imported(client, _cast):
    WindowFactory(cost="無料")
    run = upload(client, edited(exported(), 費用="500円"))
    return run.get_absolute_url(), {"decision": "write"}


def windows_import_undone(client, _cast):
    WindowFactory(cost="無料")
    run = upload(client, edited(exported(), 費用="500円"))
    decide(client, run, "write")
    return run.get_absolute_url(), {"decision": "undo"}


def meetings_imported(client, _cast):
    content = workbook([["日時", "議題"], ["2026/12/1", "相談"]])
    file = SimpleUploadedFile("a.xlsx", content)
    sending = {"fiscal_year": "2026", "file": file}
    address = client.post("/desk/meetings/import/", sending)["Location"]
    return address, {"seen": client.get(address).context["seen"]}


def meetings_import_undone(client, cast):
    address, form = meetings_imported(client, cast)
    client.post(address, form)
    return address, {}


def _shown(client, address, text):
    page = client.post(address, {"text": text})
    return address, filled_form(page, "text") | {"_save": "1"}


def results_imported(client, _cast):
    text = "媒体,表示回数,クリック,費用\nLINE,10,5,50\n"
    return _shown(client, f"{CAMPAIGNS}{_campaign().pk}/import/", text)


def counts_imported(client, _cast):
    series = Kpi.objects.create(name="相談件数", kind=Kpi.Kind.CONSULTATIONS)
    return _shown(client, f"/admin/campaigns/kpi/{series.pk}/import/", "月,件数\n2023年1月,3\n")


def windows_exported(client, _cast):
    chosen = [WindowFactory().pk]
    return WINDOWS, {"action": "export_csv", "_selected_action": chosen}


def _decision(decision):
    def prepare(client, cast):
        update = save(cast["listing"], cast["member"], cost="100円")
        address = f"/desk/review/{update.pk}/"
        return address, sent(client.get(address)) | {"decision": decision, "comment": "理由"}

    return prepare


def person_invited(client, cast):
    form = {"email": "new@example.jp", "role": "viewer"}
    return f"/admin/platform_members/organisation/{cast['organisation'].pk}/people/", form


def _invitation(cast, email="new@example.jp"):
    facts = {"email": email, "role": "editor", "by": cast["clerk"]}
    return invite(organisation=cast["organisation"], **facts)


def invitation_withdrawn(client, cast):
    number, invitation = cast["organisation"].pk, _invitation(cast)
    page = f"/admin/platform_members/organisation/{number}/invitations/{invitation.pk}/"
    return page, {"withdraw": ""}


def invitation_accepted(client, cast):
    client.logout()
    _invitation(cast)
    link = re.search(r"http://\S+?(/invitations/\S+)", mail.outbox[-1].body)[1]
    return link, {"name": "新人 次郎"} | TWICE


def _application(decision, **more):
    def prepare(client, _cast):
        facts = {"name": "いせの会", "kana": "いせのかい", "kind": "npo", "consent": True}
        facts |= {"activities": "見守り", "contact_person": "名", "phone": "0596-21-5556"}
        row = MembershipApplication.objects.create(email="a@example.jp", **facts)
        address = f"/admin/platform_members/membershipapplication/{row.pk}/decide/"
        return address, {"decision": decision} | more

    return prepare


def role_in_organisation_changed(client, cast):
    return _of_member(cast, {"what": "viewer", "even_the_last": "on"})


def member_removed(client, cast):
    return _of_member(cast, {"what": "remove", "even_the_last": "on"})


def member_succeeded(client, cast):
    """The successor's new right is told as well as what the other one lost."""
    other = cast["viewer"].memberships.get()
    return _of_member(cast, {"what": "remove", "successor": other.pk})


def _of_member(cast, form):
    number, member = cast["organisation"].pk, cast["member"].memberships.get()
    return f"/admin/platform_members/organisation/{number}/people/{member.pk}/", form


def _account(changes):
    def prepare(client, _cast):
        user = UserFactory(email="other@example.jp", name="他 三郎")
        address = f"{USERS}{user.pk}/change/"
        return address, filled_form(client.get(address), "name") | changes(user)

    return prepare


def account_disabled(client, cast):
    address, form = _account(lambda user: {})(client, cast)
    del form["is_active"]
    return address, form


def _group(_user):
    return {"groups": [Group.objects.get(name=PUBLICITY).pk]}


def account_made(client, _cast):
    return f"{USERS}invite/", {"email": "new@example.jp", "name": "新人", "role": PUBLICITY}


def password_changed(client, _cast):
    return "/accounts/password/change/", {"oldpassword": "correct horse"} | TWICE


def password_reset(client, cast):
    client.logout()
    client.post("/accounts/password/reset/", {"email": cast["clerk"].email})
    link = re.search(r"http://\S+?(/accounts/password/reset/key/\S+)", mail.outbox[-1].body)[1]
    return client.get(link, follow=True).redirect_chain[-1][0], TWICE


def address_proved(client, _cast):
    client.post("/accounts/address/", {"email": "new@example.jp", "password": "correct horse"})
    return re.search(r"http://\S+?(/accounts/address/\S+)", mail.outbox[-1].body)[1], {}


def factor_set_up(client, cast):
    client.logout()
    log_in(client, cast["clerk"])
    secret = re.search(r'<code class="secret">(\w+)<', client.get(SET_UP).content.decode())[1]
    return SET_UP, {"code": code(secret)}


def _with_factor(client, cast):
    client.cookies = entered(cast["clerk"]).cookies


def factor_removed(client, cast):
    _with_factor(client, cast)
    return "/accounts/second-factor/totp/deactivate/", {}


def codes_made_anew(client, cast):
    _with_factor(client, cast)
    return "/accounts/second-factor/recovery-codes/generate/", {}


def factor_removed_by_an_administrator(client, cast):
    entered(cast["member"])
    chosen = {"_selected_action": [cast["member"].pk]}
    return USERS, {"action": "remove_second_factor"} | chosen


def logged_in(client, cast):
    client.logout()
    return "/accounts/login/", {"login": cast["clerk"].email, "password": "correct horse"}


def logged_out(client, _cast):
    return "/accounts/logout/", {}


def logged_out_of_admin(client, _cast):
    return "/admin/logout/", {}


Kind = AuditEntry.Kind
# Who does it, how, and of what kind and in which words the audit tells of it.
WAYS = {
    "window published": ("clerk", window_published, Kind.PUBLICATION, "公開しました。"),
    "window suspended": ("clerk", window_suspended, Kind.PUBLICATION, "休止しました。"),
    "window retired": ("clerk", window_retired, Kind.PUBLICATION, "廃止しました。"),
    "campaign published": ("publicist", campaign_published, Kind.PUBLICATION, "公開しました。"),
    "campaign withdrawn": ("publicist", campaign_withdrawn, Kind.PUBLICATION, "庁内のみに"),
    "campaign out of use": ("publicist", campaign_out_of_use, Kind.PUBLICATION, "使わない"),
    "edition withdrawn": ("clerk", edition_withdrawn, Kind.PUBLICATION, "取り下げました。"),
    "edition taken back": ("clerk", edition_taken_back, Kind.PUBLICATION, "取り下げをやめ"),
    "windows imported": ("clerk", windows_imported, Kind.IMPORT, "取り込みました。"),
    "windows' import undone": ("clerk", windows_import_undone, Kind.IMPORT, "取り消しました。"),
    "meetings imported": ("clerk", meetings_imported, Kind.IMPORT, "会議の表を取り込みました。"),
    "meetings' import undone": ("clerk", meetings_import_undone, Kind.IMPORT, "取り消しました。"),
    "results imported": ("publicist", results_imported, Kind.IMPORT, "媒体別実績"),
    "counts imported": ("publicist", counts_imported, Kind.IMPORT, "指標の数"),
    "windows exported": ("reader", windows_exported, Kind.EXPORT, "書き出しました。"),
    "update approved": ("reviewer", _decision("approve"), Kind.REVIEW, "承認しました。"),
    "update returned": ("reviewer", _decision("return"), Kind.REVIEW, "差し戻しました。"),
    "update declined": ("reviewer", _decision("decline"), Kind.REVIEW, "見送りました。"),
    "person invited": ("clerk", person_invited, Kind.INVITATION, "招待しました。"),
    "invitation withdrawn": ("clerk", invitation_withdrawn, Kind.INVITATION, "取り消しました。"),
    "invitation accepted": ("clerk", invitation_accepted, Kind.INVITATION, "承諾しました。"),
    "application accepted": ("clerk", _application("accept"), Kind.APPLICATION, "承認しました。"),
    "application declined": (
        "clerk",
        _application("decline", reason="理由"),
        Kind.APPLICATION,
        "見送りました。",
    ),
    "role changed": ("clerk", role_in_organisation_changed, Kind.RIGHTS, "見るだけの人"),
    "member removed": ("clerk", member_removed, Kind.RIGHTS, "担当者から外しました。"),
    "member succeeded": ("clerk", member_succeeded, Kind.RIGHTS, "編集できる人"),
    "role given": ("administrator", _account(_group), Kind.RIGHTS, f"付けました：{PUBLICITY}"),
    "administrator made": (
        "administrator",
        _account(lambda user: {"is_superuser": "on"}),
        Kind.RIGHTS,
        "管理者にしました。",
    ),
    "account disabled": ("administrator", account_disabled, Kind.RIGHTS, "使えなくしました。"),
    "account made": ("administrator", account_made, Kind.RIGHTS, "アカウントを作りました。"),
    "address changed by staff": (
        "administrator",
        _account(lambda user: {"email": "new@example.jp"}),
        Kind.ADDRESS,
        "変え",
    ),
    "address changed": ("clerk", address_proved, Kind.ADDRESS, "変えました。"),
    "password changed": ("clerk", password_changed, Kind.PASSWORD, "変えました。"),
    "password reset": ("clerk", password_reset, Kind.PASSWORD, "変えました。"),
    "factor set up": ("clerk", factor_set_up, Kind.FACTOR, "認証アプリを設定しました。"),
    "factor removed": ("clerk", factor_removed, Kind.FACTOR, "認証アプリを解除しました。"),
    "codes made anew": ("clerk", codes_made_anew, Kind.FACTOR, "予備のコードを作りました。"),
    "factor removed by an administrator": (
        "administrator",
        factor_removed_by_an_administrator,
        Kind.FACTOR,
        "認証アプリを解除",
    ),
    "logged in": ("clerk", logged_in, Kind.LOGIN, "新しい端末"),
    "logged out": ("clerk", logged_out, Kind.LOGOUT, "出ました。"),
    "logged out of admin": ("clerk", logged_out_of_admin, Kind.LOGOUT, "出ました。"),
}
