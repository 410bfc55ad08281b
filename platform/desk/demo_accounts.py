"""The accounts of the demo world: addresses, passwords and second factors that follow from the seed."""

import base64
import hashlib
from dataclasses import dataclass

from desk.world.people import PEOPLE, Person

DOMAIN = "demo.example"
DEFAULT_SEED = "both-shores"
WITH_SECOND_FACTOR = {"PM", "ED", "GO", "AD"}
WORDS = (
    "indigo madder turmeric walnut logwood verdigris saffron ochre linen cotton raffia silk loom "
    "shuttle thread spindle harbour ferry lantern orchard market bridge kettle ladder window garden "
    "letter compass drum violin ginger cassava mango barley almond olive pepper cocoa sesame honey"
).split()


@dataclass(frozen=True)
class Account:
    """How to sign in as one person of the demo world."""

    person: Person
    email: str
    password: str
    totp_secret: str | None


def account(person: Person, seed: str) -> Account:
    """The account of a person: the same for the same seed, on every machine."""
    lot = hashlib.sha256(f"{seed}:{person.key}".encode()).digest()
    words = [WORDS[byte % len(WORDS)] for byte in lot[:4]]
    secret = base64.b32encode(lot[4:24]).decode() if person.role in WITH_SECOND_FACTOR else None
    return Account(person, f"{person.key}@{DOMAIN}", "-".join(words), secret)


def accounts(seed: str = DEFAULT_SEED) -> list[Account]:
    return [account(person, seed) for person in PEOPLE]
