"""What the user or the world did wrong, said in one sentence with what to do next.

    ConnectError
    ├── packages.errors.PackageError      a package that cannot be imported or read
    ├── store.errors.StoreError           a database or disk that does not take what we write
    ├── runtime.errors.RuntimeRefusal     a launch or a navigation that is not possible now
    └── sync.errors.SyncError             an exchange with a server that did not come to its end

The command line, the server and the desktop program have some of their own besides.
Anything else that is raised is a bug of ours: it is logged whole and shown as "please report".
"""

from __future__ import annotations

from typing import ClassVar


class ConnectError(Exception):
    """An error a user can cause or meet.

    `template` is the English sentence with `{name}` fields (the key for translation), `values` fills them. `code` is a
    stable slug for programs that read `--json`.
    """

    code: ClassVar[str] = "error"

    def __init__(self, template: str, /, **values: object) -> None:
        super().__init__(template, values)
        self.template = template
        self.values = values

    def __str__(self) -> str:
        return self.template.format(**self.values) if self.values else self.template

    def as_json(self) -> dict[str, object]:
        """The error as `{"error": {"code", "message"}}`, the shape the REST API uses too."""
        return {"error": {"code": self.code, "message": str(self)}}
