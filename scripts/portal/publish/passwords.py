"""Passwords of hosts: from the environment or the PC's own key store, never from a file of the repository."""

from __future__ import annotations

import os
import re

from portal.vietnamese import fold

SERVICE = "cong-hoa-giai"
VARIABLE = "PORTAL_MAT_KHAU"


def of(name: str, user: str, host: str) -> str | None:
    """The password: PORTAL_MAT_KHAU_<NAME>, PORTAL_MAT_KHAU, then the key store under "user@host"; None when there is none."""
    own = f"{VARIABLE}_{re.sub(r'[^A-Z0-9]+', '_', fold(name).upper()).strip('_')}"
    return os.environ.get(own) or os.environ.get(VARIABLE) or _stored(f"{user}@{host}")


def _stored(account: str) -> str | None:
    try:
        import keyring

        return keyring.get_password(SERVICE, account)
    except Exception:  # no key store on this PC: each back end has its own complaint
        return None
