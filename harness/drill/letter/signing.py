"""A letter as PDF -> the same letter sealed by a digital signature, as agencies' systems do it.

The key is thrown together from the unit's name for this drill alone, its certificate says 演练, and
nobody trusts it. The signature's field draws the seal over signature and date. Key, time and file
identifier come from the letter: same letter, same bytes.
"""

from __future__ import annotations

import hashlib
import io
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from functools import cache

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.x509.oid import NameOID
from PIL import Image
from pyhanko.keys import load_certs_from_pemder_data, load_private_key_from_pemder_data
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.images import PdfImage
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import BasePdfFileWriter
from pyhanko.sign.fields import SigFieldSpec
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.sign.signers.pdf_signer import PdfSigningSession
from pyhanko.stamp import StaticStampStyle
from pyhanko_certvalidator.registry import SimpleCertificateStore

from harness.drill.letter import layout, seal
from harness.drill.letter.layout import MM, SEAL_MM
from harness.drill.letter.paper import Paper

_VALID = timedelta(days=365)


def signed(bare_pdf: bytes, paper: Paper) -> bytes:
    """The letter, signed; `bare_pdf` is the letter as it was set, without its seal."""
    sheets = layout.sheets(bare_pdf)
    spot = layout.seal_spot(sheets, paper)
    x, y, edge = spot.x / MM, (sheets[spot.page].height - spot.y) / MM, SEAL_MM / MM / 2
    box = (round(x - edge), round(y - edge), round(x + edge), round(y + edge))
    field = SigFieldSpec("印章", on_page=spot.page, box=box)
    signer = _Punctual(
        PdfSignatureMetadata(field_name="印章", reason="演练", md_algorithm="sha512"),
        _signer(paper.signature, paper.day.year),
        stamp_style=_impression(paper.signature),
        new_field_spec=field,
    )
    signer.at = datetime(paper.day.year, paper.day.month, paper.day.day, 9, tzinfo=UTC)
    file = _Appended(io.BytesIO(bare_pdf))
    # pyHanko runs an event loop of its own, and the drill already lives in one
    with ThreadPoolExecutor(1) as aside:
        out = aside.submit(signer.sign_pdf, file).result()
    assert isinstance(out, io.BytesIO)
    return out.getvalue()


class _Punctual(PdfSigner):
    """Signs at the letter's time, not at the time of the rehearsal."""

    at: datetime

    def init_signing_session(
        self, pdf_out: BasePdfFileWriter, existing_fields_only: bool = False
    ) -> PdfSigningSession:
        session = super().init_signing_session(pdf_out, existing_fields_only)
        session.system_time = self.at
        return session


class _Appended(IncrementalPdfFileWriter):
    """The library would put a random identifier and the present minute into the file."""

    @classmethod
    def _handle_id(cls, prev: PdfFileReader) -> generic.ArrayObject:
        first = prev.trailer["/ID"][0]  # typst gives every file one
        second = hashlib.sha256(bytes(first.original_bytes)).digest()[:16]
        return generic.ArrayObject([first, generic.ByteStringObject(second)])

    def _update_meta(self) -> None:
        """The letter's own dates stay."""


@cache
def _signer(name: str, year: int) -> SimpleSigner:
    issued = datetime(year, 1, 2, tzinfo=UTC)
    key = Ed25519PrivateKey.from_private_bytes(hashlib.sha256(f"演练 {name}".encode()).digest())
    holder = x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "CN"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "演练，不具任何效力"),
            x509.NameAttribute(NameOID.COMMON_NAME, name),
        ]
    )
    certificate = (
        x509.CertificateBuilder()
        .subject_name(holder)
        .issuer_name(holder)
        .public_key(key.public_key())
        .serial_number(int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big") + 1)
        .not_valid_before(issued)
        .not_valid_after(issued + _VALID)
        .sign(key, None)
    )
    der = serialization.Encoding.DER
    private = key.private_bytes(
        der, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return SimpleSigner(
        signing_cert=next(iter(load_certs_from_pemder_data(certificate.public_bytes(der)))),
        signing_key=load_private_key_from_pemder_data(private, passphrase=None),
        cert_registry=SimpleCertificateStore(),  # type: ignore[no-untyped-call]
    )


def _impression(name: str) -> StaticStampStyle:
    picture = Image.open(io.BytesIO(seal.draw(name)))
    return StaticStampStyle(
        background=PdfImage(picture, name="seal"), background_opacity=1.0, border_width=0
    )
