"""Which passwords are refused."""

import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from accounts.hashers import Argon2
from accounts.models import User

WEAK = """
password1234 Password1234! p4ssw0rd2026 iloveyou1234 letmein2026! letmeinletmein qwertyuiop12
qwertyuiopas 123456789012 1234567890123 aaaaaaaaaaaa abcdefghijkl abcabcabcabc 111111111111
qwerty123456 1q2w3e4r5t6y 1qaz2wsx3edc administrator football12345 baseball2024 dragonmonkey
sunshine12345 princess2025 welcome12345 monkey123456 Superman1234 trustno1trustno1 azertyuiop12
zxcvbnm12345 asdfghjkl123 idiaspora2026 bothshores12 lesdeuxrives amina.diallo99 aminadiallo2026
4minadiall0! kumasikumasi 202620262026 00000000000000 !!!!!!!!!!!!
""".split()
STRONG = [
    "correct horse battery staple", "mango river lantern 42", "Ouvre la porte du jardin", "x8#kQ2!mP9zL",
    "الشمس تشرق من جديد", "7 ways to cook yams", "😀 happy little clouds above", "kumasi market morning",
]  # fmt: skip
AMINA = User(email="amina.diallo@example.org", name="Amina Diallo", handle="amina-diallo")


def test_there_are_forty_samples():
    assert len(set(WEAK)) == 40


@pytest.mark.parametrize("password", [*WEAK, "short", "x" * 129])
def test_weak_password_is_refused(password):
    with pytest.raises(ValidationError):
        validate_password(password, AMINA)


@pytest.mark.parametrize("password", STRONG)
def test_strong_password_is_taken(password):
    validate_password(password, AMINA)


def test_a_hundred_characters_are_needed_exactly():
    words = ("olive ladder 😀 " * 8)[:100]
    user = User()
    validate_password(words + "?", AMINA)

    user.set_password(words)

    assert user.check_password(words)
    assert not user.check_password(words[:-1])


def test_passwords_are_kept_with_argon2id():
    kept = Argon2().encode("mango river lantern 42", "somesaltsomesalt")

    assert kept.startswith("argon2$argon2id$v=19$m=19456,t=2,p=1$")
    assert not kept.startswith(PBKDF2PasswordHasher.algorithm)
