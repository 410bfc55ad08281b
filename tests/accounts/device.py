"""A device that keeps passkeys, in software: it answers as a phone does, and badly where a test asks for that."""

import json
from dataclasses import dataclass, field
from secrets import token_bytes

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.utils import sha256, websafe_decode, websafe_encode
from fido2.webauthn import (
    Aaguid,
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

ORIGIN, SITE = "https://shores.example", "shores.example"
PRESENT, VERIFIED, ATTESTED = 1, 4, 64


@dataclass
class Device:
    """One passkey. `counter` None is a device that does not count, as those do that copy keys themselves."""

    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    number: bytes = field(default_factory=lambda: token_bytes(16))
    counter: int | None = None
    owner: str = ""

    def create(
        self, options: dict, *, origin: str = ORIGIN, site: str = SITE, flags: int = PRESENT | VERIFIED
    ):
        """The answer to `navigator.credentials.create`, as the page sends it."""
        asked = options["publicKey"]
        self.owner = asked["user"]["id"]
        made = AttestedCredentialData.create(
            Aaguid.NONE, self.number, ES256.from_cryptography_key(self.key.public_key())
        )
        data = AuthenticatorData.create(sha256(site.encode()), flags | ATTESTED, self._count(), made)
        said = CollectedClientData.create("webauthn.create", asked["challenge"], origin)
        return self._answer(clientDataJSON=said, attestationObject=AttestationObject.create("none", data, {}))

    def get(
        self,
        options: dict,
        *,
        origin: str = ORIGIN,
        site: str = SITE,
        flags: int = PRESENT | VERIFIED,
        kind: str = "webauthn.get",
        crossed: bool = False,
    ) -> str:
        """The answer to `navigator.credentials.get`."""
        data = AuthenticatorData.create(sha256(site.encode()), flags, self._count())
        said = CollectedClientData.create(kind, options["publicKey"]["challenge"], origin, crossed)
        signature = self.key.sign(data + sha256(said), ec.ECDSA(hashes.SHA256()))
        return self._answer(
            clientDataJSON=said,
            authenticatorData=data,
            signature=signature,
            userHandle=websafe_decode(self.owner),
        )

    def _answer(self, **response: bytes) -> str:
        parts = {name: websafe_encode(bytes(value)) for name, value in response.items()}
        return json.dumps({"rawId": websafe_encode(self.number), "response": parts})

    def _count(self) -> int:
        if self.counter is None:
            return 0
        self.counter += 1
        return self.counter
