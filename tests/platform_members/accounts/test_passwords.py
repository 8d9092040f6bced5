"""New passwords: long, and not of the kind that is guessed first; those of before still log in."""

import pytest
from django.contrib.auth.password_validation import (
    password_validators_help_texts,
    validate_password,
)
from django.core.exceptions import ValidationError

from platform_members.models import User

GUESSED = [
    "sakura123",
    "tsunagari",
    "fukushi2026",
    "ise12345",
    "あああああああああ",
    "sakura123456789",
    "Tsunagari-2026!",
    "fukushi_soudan_2026",
    "iseshi-yakusho-0596",
    "ise12345ise12345",
    "2026fukushi2026",
    "つながりサポート２０２６",
    "伊勢市福祉生活相談センター",
    "ｓａｋｕｒａ１２３４５６",
    "ああああああああああああああ",
    "abababababababab",
    "abcabcabcabcabc1",
    "qwertyuiop123",
    "1qaz2wsx3edc4rfv",
    "asdfghjkl;12",
    "poiuytrewq987",
    "abcdefghijklm",
    "あいうえおかきくけこさし",
    "password2026!",
    "P a s s w o r d 1",
    "2026-2025-2024-2023",
    "reiwa8nen2026",
]
SOUND = [
    "a quite long phrase",
    "みかん てつぼう れいぞうこ",
    "kame-tobira-sinario",
    "x7K!9q2#5T8$",
    "zu8Hdq0wLm3vRt",
    "さくらの下で将棋をさすペンギン",
    "vermilion otter 58 canoe",
]


@pytest.mark.parametrize("password", GUESSED)
def test_what_is_guessed_first_is_refused(password):
    """Words of the place and the office, years, rows of keys, one sign again and again."""
    with pytest.raises(ValidationError):
        validate_password(password)


@pytest.mark.parametrize(
    "password", ["津市津市の職員2026です", "tsu-soudan-2026-tsu", "千葉ちばTSU千葉2026!"]
)
def test_another_citys_places_are_guessed_first_as_well(settings, password):
    """Its name and its prefecture's, and how its addresses spell them."""
    settings.CITY_NAME, settings.PREFECTURE = "津市", "千葉県"
    settings.CITY_URL = "https://www.info.city.tsu.mie.jp/"
    with pytest.raises(ValidationError):
        validate_password(password)


def test_eleven_letters_are_too_few():
    """However unforeseen; one more is enough."""
    validate_password("x7K!9q2#5T8$")
    with pytest.raises(ValidationError):
        validate_password("x7K!9q2#5T8")


@pytest.mark.parametrize("password", SOUND)
def test_a_few_unrelated_words_are_enough(password):
    """No rule about capitals, figures or signs; a generated one of 12 letters too."""
    validate_password(password)


def test_the_name_and_address_of_the_person_are_no_password():
    """Whatever stands behind them."""
    person = User(name="二見 次郎", email="futami.jiro@example.jp")
    for password in ("futami.jiro2026!!", "jiro-jiro-jiro-20261126", "example.jp.futami"):
        with pytest.raises(ValidationError):
            validate_password(password, person)


def test_the_refusal_says_what_to_do(client, clerk):
    """In Japanese, beside the field, and before anything is typed."""
    client.force_login(clerk)
    address = "/accounts/password/change/"
    sent = {"oldpassword": "correct horse", "password1": "tsunagari", "password2": "tsunagari"}
    page = client.post(address, sent).content.decode()
    assert "関係のない言葉を3つか4つ並べてください" in page
    assert "12 文字以上" in page
    assert any("関係のない言葉" in text for text in password_validators_help_texts())
    clerk.refresh_from_db()
    assert clerk.check_password("correct horse")


def test_a_password_of_before_still_logs_in(client, clerk):
    """What is asked of new ones locks out none that was accepted."""
    clerk.set_password("ise12345")
    clerk.save()
    client.post("/accounts/login/", {"login": clerk.email, "password": "ise12345"})
    assert client.get("/admin/").status_code == 200
