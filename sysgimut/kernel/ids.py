"""UUID version 7 (RFC 9562): identifiers that sort by the moment they were made."""

from __future__ import annotations

from uuid import UUID

ENTROPY_BYTES = 10


def uuid7(unix_ms: int, entropy: bytes) -> UUID:
    """A UUIDv7 from milliseconds since 1970 and 10 random bytes (both given by the caller: this is pure).

    Raises ValueError on a moment outside 48 bits or on another number of bytes.

    >>> uuid7(0x017F22E279B0, bytes.fromhex("0cc3" + "18c4dc0c0c07398f")).hex
    '017f22e279b07cc398c4dc0c0c07398f'
    """
    if not 0 <= unix_ms < 1 << 48 or len(entropy) != ENTROPY_BYTES:
        raise ValueError("uuid7 needs a moment in milliseconds and 10 random bytes")
    random_a = int.from_bytes(entropy[:2], "big") & 0x0FFF
    random_b = int.from_bytes(entropy[2:], "big") & ((1 << 62) - 1)
    return UUID(int=unix_ms << 80 | 0x7 << 76 | random_a << 64 | 0b10 << 62 | random_b)


def unix_ms_of(identifier: UUID) -> int:
    """The moment, in milliseconds since 1970, that a UUIDv7 carries."""
    return identifier.int >> 80
