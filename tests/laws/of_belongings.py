"""Keys, packages and webhooks that come and go."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from tests.laws.known import Known


class OfBelongings(Known):
    """What was deleted or revoked is, and once."""

    @rule(scope=st.sampled_from(["read", "write", "admin"]))
    def make_key(self, scope: str) -> None:
        made = self.tenant.ask("POST", "/api/admin/api-keys", json={"name": "K", "scope": scope})
        self.keys[made.json()["id"]] = made.json()["key"], scope, True

    @precondition(lambda self: self.keys)
    @rule(data=st.data())
    def revoke_key(self, data: st.DataObject) -> None:
        key_id = data.draw(st.sampled_from(sorted(self.keys)))
        text, scope, in_force = self.keys[key_id]
        answer = self.tenant.ask("DELETE", f"/api/admin/api-keys/{key_id}")
        assert answer.status_code == (204 if in_force else 404)
        self.keys[key_id] = text, scope, False

    @rule(edition=st.sampled_from(["2004", "1.2"]))
    def upload(self, edition: str) -> None:
        package_id = self.tenant.upload(edition)
        if package_id not in self.packages:
            self.packages.append(package_id)

    @precondition(lambda self: self.packages)
    @rule(data=st.data(), force=st.booleans())
    def delete_package(self, data: st.DataObject, force: bool) -> None:
        package = data.draw(st.sampled_from(self.packages))
        used = any(session.package == package for session in self.sessions.values())
        answer = self.tenant.ask("DELETE", f"/api/v1/packages/{package}", params={"force": force})
        assert answer.status_code == (409 if used and not force else 204), answer.text
        if answer.status_code == 204:
            self.packages.remove(package)

    @rule()
    def make_webhook(self) -> None:
        body = {"url": "https://hooks.invalid/in", "events": ["session.updated"]}
        made = self.tenant.ask("POST", "/api/v1/webhooks", json=body).raise_for_status()
        self.webhooks.append(made.json()["id"])

    @precondition(lambda self: self.webhooks)
    @rule(data=st.data())
    def delete_webhook(self, data: st.DataObject) -> None:
        webhook_id = data.draw(st.sampled_from(self.webhooks))
        statuses = [self.tenant.ask("DELETE", f"/api/v1/webhooks/{webhook_id}").status_code for _ in range(2)]
        assert statuses == [204, 404]
        self.webhooks.remove(webhook_id)
