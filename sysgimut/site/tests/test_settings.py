"""What the address of the database says is kept."""

from __future__ import annotations

from sysgimut.site.settings import _postgresql_options


def test_what_the_address_says_of_the_connection_is_kept() -> None:
    given = {"sslmode": "verify-full", "sslrootcert": "/etc/ssl/root.pem", "options": "-c statement_timeout=9000"}
    options = _postgresql_options(given)
    assert (options["sslmode"], options["sslrootcert"]) == ("verify-full", "/etc/ssl/root.pem")
    assert options["options"].endswith("-c statement_timeout=9000")
    assert "jit=off" in options["options"]
