"""The key that other devices use while this machine's library is shared on the network."""

from __future__ import annotations

from connect_desktop.store.access.api_keys import ApiKey, ApiKeys, Scope

_NAME = "Shared on the network"


class SharingKey:
    """One key at a time: a new one takes the place of the one before. It reads and writes, and manages nothing."""

    def __init__(self, keys: ApiKeys, tenant_id: str) -> None:
        self._keys = keys
        self._tenant_id = tenant_id

    def first(self) -> str | None:
        """The text of the very first key; None where there is one, whose text nobody has any more. Raises
        `StoreError`."""
        return None if self._in_force() else self.renew()

    def renew(self) -> str:
        """The text of a new key; the one before opens nothing any more. Raises `StoreError`."""
        before = self._in_force()
        _, text = self._keys.create(self._tenant_id, _NAME, Scope.WRITE)
        for key in before:
            self._keys.revoke(self._tenant_id, key.id)
        return text

    def _in_force(self) -> list[ApiKey]:
        return [key for key in self._keys.of_tenant(self._tenant_id) if key.name == _NAME and key.revoked_at is None]
