"""What is signed in a PDF, by whom, and whether it is still what was signed.

In: the file's bytes. Out: one Chinese line for each signed field. Fields are counted by ourselves,
for a signature library leaves out without a word those whose format it does not know. Whether the
signer's certificate deserves trust is not judged: no list of trusted roots is shipped.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

_KNOWN = frozenset(("/adbe.pkcs7.detached", "/ETSI.CAdES.detached"))
_VERIFIABLE = frozenset(("rsa", "rsassa_pss", "ec", "ed25519", "ed448", "dsa"))
UNVERIFIED = "文件带有数字签名，签名是否有效未经验证"


class Integrity(StrEnum):
    INTACT = "签名后未被改动"
    ADDED_TO = "签名所覆盖的内容未被改动，但签名后文件又追加了内容，请核对"
    BROKEN = "签名后被改动过，或者签名数据不符，签名无效"
    UNKNOWN = "无法验证"


@dataclass(frozen=True, slots=True)
class Checked:
    """A signed field."""

    field: str
    integrity: Integrity
    signer: str | None = None
    why: str = ""

    def __str__(self) -> str:
        by = f"，签名人证书“{self.signer}”（证书是否可信未核实）" if self.signer else ""
        why = f"（{self.why}）" if self.why else ""
        return f"数字签名“{self.field}”：{self.integrity}{why}{by}"


def remarks(data: bytes) -> list[str]:
    """For a file that has signatures: what is known of each, never nothing."""
    found = [str(each) for each in check(data)]
    return found or [UNVERIFIED]


def check(data: bytes) -> list[Checked]:
    """Every signed field; none where the file's structure cannot be followed."""
    # a second's worth of imports, for the few files that are signed
    from pyhanko.pdf_utils.misc import PdfError
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.fields import enumerate_sig_fields

    try:
        reader = PdfFileReader(io.BytesIO(data), strict=False)
        fields = list(enumerate_sig_fields(reader, filled_status=True))
    except (PdfError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return []
    return [_checked(reader, name, value, field, len(data)) for name, value, field in fields]


def _checked(reader: Any, name: str, value: Any, field: Any, size: int) -> Checked:
    kind = str(value.get_object().get("/SubFilter", ""))
    if kind not in _KNOWN:
        said = f"签名格式{kind.lstrip('/') or '未注明'}，本程序不能验证"
        covers = _covers_all(value.get_object(), size)
        return Checked(
            name, Integrity.UNKNOWN, why=said + ("" if covers else "；签名后文件又有追加")
        )
    try:
        return _validated(reader, name, field)
    except MemoryError:  # says nothing of the file
        raise
    except Exception as fault:  # noqa: BLE001 — the library raises dozens of kinds on odd signatures
        return Checked(name, Integrity.UNKNOWN, why=f"签名数据无法解读，{type(fault).__name__}")


def _covers_all(value: Any, size: int) -> bool:
    spans = [int(each) for each in value.get("/ByteRange", [])]
    # what a signing program pads the end with is no addition
    return len(spans) == 4 and spans[0] == 0 and size - (spans[2] + spans[3]) <= 2


def _validated(reader: Any, name: str, field: Any) -> Checked:
    from pyhanko.sign.diff_analysis import DiffResult, ModificationLevel
    from pyhanko.sign.validation import EmbeddedPdfSignature, SignatureCoverageLevel

    signature: Any = EmbeddedPdfSignature(reader, field, name)
    certificate = signature.signer_cert
    signer = certificate.subject.native.get("common_name")
    if certificate.public_key.algorithm not in _VERIFIABLE:
        return Checked(name, Integrity.UNKNOWN, signer, "所用算法（如国密 SM2）本程序不能验证")
    if not _holds(signature, certificate):
        return Checked(name, Integrity.BROKEN, signer)
    signature.compute_integrity_info()
    if signature.coverage is SignatureCoverageLevel.ENTIRE_FILE:
        return Checked(name, Integrity.INTACT, signer)
    later = signature.diff_result
    harmless = isinstance(later, DiffResult) and (
        later.modification_level.value <= ModificationLevel.FORM_FILLING.value
    )
    if harmless and signature.coverage is SignatureCoverageLevel.ENTIRE_REVISION:
        return Checked(name, Integrity.INTACT, signer, "其后只追加了另外的签名或者表单内容")
    return Checked(name, Integrity.ADDED_TO, signer)


def _holds(signature: Any, certificate: Any) -> bool:
    """Whether the bytes have the digest that was signed, and the signature is the certificate's."""
    from pyhanko.sign.validation.generic_cms import validate_sig_integrity

    digest = signature.compute_digest()
    intact, valid = validate_sig_integrity(signature.signer_info, certificate, "data", digest)
    return bool(intact and valid)
