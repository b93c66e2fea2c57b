"""Signed PDFs: what is said of a signature that holds, one that does not, and one nobody knows."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.fields import SigFieldSpec

from parsers import read
from parsers.document import SealForm
from parsers.pdf import pdf_integrity
from parsers.pdf.pdf_integrity import Integrity, check

BOX = (300, 100, 419, 219)


@pytest.fixture(scope="module")
def signer(tmp_path_factory) -> signers.SimpleSigner:
    """A key and a certificate made here, in an invented name."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "演江自治区演练局")])
    now = datetime(2020, 10, 12, tzinfo=UTC)
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name)
    builder = builder.public_key(key.public_key()).serial_number(1)
    builder = builder.not_valid_before(now).not_valid_after(now + timedelta(days=9999))
    folder = tmp_path_factory.mktemp("key")
    form = serialization.Encoding.PEM
    certificate = builder.sign(key, hashes.SHA256()).public_bytes(form)
    (folder / "c.pem").write_bytes(certificate)
    secret = key.private_bytes(
        form, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (folder / "k.pem").write_bytes(secret)
    made = signers.SimpleSigner.load(str(folder / "k.pem"), str(folder / "c.pem"))
    assert made
    return made


@pytest.fixture
def letter(assembled, stream_of) -> bytes:
    return assembled(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
            stream_of(b"BT /F 16 Tf 80 700 Td (Letter of reply in some twenty characters) Tj ET"),
            b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        ]
    )


def sign(data: bytes, signer: signers.SimpleSigner, field: str = "Seal1") -> bytes:
    writer = IncrementalPdfFileWriter(io.BytesIO(data))
    spec = SigFieldSpec(field, box=BOX)
    metadata = signers.PdfSignatureMetadata(field_name=field)
    return signers.PdfSigner(metadata, signer, new_field_spec=spec).sign_pdf(writer).getvalue()


def test_a_signature_that_holds_is_said_to_hold(letter, signer):
    (found,) = check(sign(letter, signer))
    assert (found.integrity, found.signer) == (Integrity.INTACT, "演江自治区演练局")
    assert "是否可信未核实" in str(found)


def test_one_changed_byte_is_noticed(letter, signer):
    data = sign(letter, signer).replace(b"Letter of reply", b"Letter of repiy")
    (found,) = check(data)
    assert found.integrity is Integrity.BROKEN


def test_a_second_signature_does_not_break_the_first(letter, signer):
    found = check(sign(sign(letter, signer), signer, "Seal2"))
    assert [each.integrity for each in found] == [Integrity.INTACT] * 2


def test_what_was_added_after_signing_is_said(letter, signer):
    signed = sign(letter, signer)
    writer = IncrementalPdfFileWriter(io.BytesIO(signed))
    page = writer.root["/Pages"]["/Kids"][0]
    page["/MediaBox"][3] = page["/MediaBox"][3].__class__(700)
    writer.update_container(page)
    out = io.BytesIO()
    writer.write(out)
    (found,) = check(out.getvalue())
    assert found.integrity is Integrity.ADDED_TO


def test_a_format_that_nobody_knows_is_counted_and_named(letter, signer):
    data = sign(letter, signer).replace(b"adbe.pkcs7.detached", b"GM.sealing.detached")
    (found,) = check(data)
    assert found.integrity is Integrity.UNKNOWN
    assert "GM.sealing.detached" in str(found)


def test_a_signature_of_nonsense_is_unknown_and_not_broken(letter, signer):
    data = sign(letter, signer)
    at = data.index(b"/Contents <") + 11
    (found,) = check(data[:at] + b"00" * 40 + data[at + 80 :])
    assert found.integrity is Integrity.UNKNOWN


@pytest.mark.parametrize("cut", [0, 20, 700])
def test_a_file_without_signatures_or_structure_says_that_nothing_was_verified(letter, cut):
    assert check(letter[cut:]) == []
    assert pdf_integrity.remarks(letter[cut:]) == [pdf_integrity.UNVERIFIED]


def test_the_document_says_it_beside_the_seal(letter, signer):
    document = read(sign(letter, signer), "答复书.pdf")
    (seal,) = document.pages[0].seals
    assert seal.form is SealForm.DIGITAL_SIGNATURE
    assert seal.bbox == pytest.approx((300, 623, 419, 742), abs=1)
    assert any("签名后未被改动" in warning for warning in document.warnings)
