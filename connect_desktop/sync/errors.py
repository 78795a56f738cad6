"""What can come between this device and a server, each in one sentence.

SyncError
├── AddressInvalid       what was given is no address of a server
├── NobodyThere          nobody answers at an address that somebody has just given
├── NoServerThere        what answers at an address is no server of this kind
├── KeyUnknown           a key that somebody has just given opens nothing
├── SignInNeeded         the server takes the key no more (401)
├── KeyMissing           there is no key
├── KeyringLocked        the keyring does not say whether there is one
├── NotAllowed           the key may not do this (403)
├── RetryLater           nothing is lost and nothing is to be done but wait; `after` is how many seconds at least
│   ├── ServerOutOfReach     no network, no such host, no answer in time
│   ├── ServerBusy           429 and 5xx
│   ├── DownloadInterrupted  a course came in part; the rest follows from there
│   ├── NotTheServer         an answer that the server would not give: a captive portal, a proxy's page, a torn body
│   │   └── NoSuchPage           404, 405, 501 with a page: so a server answers what it does not know, and others do
│   └── TooManyConflicts     others wrote quicker, every time
├── CourseNotOffered     no server of ours has the course (any more)
├── CourseNotTaken       the server was given a course and does not want it
├── DownloadDamaged      what came is not the course that was announced
├── AlreadyDownloading   it is coming already
├── UnknownLaunch        not a launch of that session
├── ExportFailed         a file that cannot be written
├── SyncCancelled        somebody asked to stop
└── Refusal              the server took the request and will not do it
    ├── Conflict             409: the session has another version
    ├── OtherContent         409: a launch ran another package than the server has
    ├── NotThere             404: the session or the package is not there
    └── Unacceptable         400, 409, 413, 422 of any other kind: to be quarantined

No sentence holds a key, and none what a learner answered.
"""

from __future__ import annotations

from pathlib import Path

from connect_desktop.errors import ConnectError


class SyncError(ConnectError):
    """An exchange with a server did not come to its end; what is here is kept and goes with the next one."""

    code = "sync"


class AddressInvalid(SyncError):
    """Not an address a server could have."""

    code = "server-address-invalid"

    def __init__(self, address: str) -> None:
        super().__init__(
            "“{address}” is no address of a server; it looks like https://connect.example.com.", address=address
        )


class NobodyThere(SyncError):
    """Nobody answers where no server was reached before: nothing waits to be sent there."""

    code = "nobody-there"

    def __init__(self, server: str) -> None:
        super().__init__(
            "{server} cannot be reached; look whether the address is right and the server runs.", server=server
        )


class NoServerThere(SyncError):
    """Something answers, and it is no server that keeps sessions."""

    code = "no-server-there"

    def __init__(self, server: str) -> None:
        super().__init__("{server} answers, but keeps no courses; is there more to its address?", server=server)


class KeyUnknown(SyncError):
    """The server does not take this key."""

    code = "key-unknown"

    def __init__(self, server: str) -> None:
        super().__init__(
            "{server} does not know this key; copy it again, or ask whoever runs it for a new one.", server=server
        )


class SignInNeeded(SyncError):
    """No key, or one that is not in force."""

    code = "sign-in-needed"

    def __init__(self, server: str) -> None:
        super().__init__("{server} asks for a valid key; sign in again, everything is kept until then.", server=server)


class KeyMissing(SyncError):
    """Nobody gave a key, or it is in a keyring that is not here."""

    code = "key-missing"

    def __init__(self, server: str) -> None:
        super().__init__(
            "There is no key for {server} here; give it again, everything is kept until then.", server=server
        )


class KeyringLocked(SyncError):
    """The system's keyring is locked, is broken or does not answer."""

    code = "keyring-locked"

    def __init__(self, server: str) -> None:
        super().__init__(
            "The keyring of this computer does not give the key for {server}; unlock it and sync again, everything is "
            "kept until then.",
            server=server,
        )


class NotAllowed(SyncError):
    """A key that is in force and may not do this."""

    code = "not-allowed"

    def __init__(self, server: str) -> None:
        super().__init__("The key for {server} may not write; ask for one of the scope “write”.", server=server)


class RetryLater(SyncError):
    """To be tried again by itself; `after` is how many seconds the server wants to be left alone, None for no word."""

    code = "retry-later"

    def __init__(self, template: str, /, *, after: float | None = None, **values: object) -> None:
        super().__init__(template, **values)
        self.after = after


class ServerOutOfReach(RetryLater):
    """Nobody answered."""

    code = "server-out-of-reach"

    def __init__(self, server: str) -> None:
        super().__init__("{server} cannot be reached; everything is kept and sent when it can.", server=server)


class ServerBusy(RetryLater):
    """It asks for time."""

    code = "server-busy"

    def __init__(self, server: str, status: int, after: float | None = None) -> None:
        super().__init__(
            "{server} cannot take anything now ({status}); everything is kept and sent later.",
            after=after,
            server=server,
            status=status,
        )


class DownloadInterrupted(RetryLater):
    """The line to the server broke, or there is none now, and trying again at once did not help."""

    code = "download-interrupted"

    def __init__(self, server: str, title: str) -> None:
        super().__init__(
            "{server} cannot be reached now; “{title}” goes on from where it was as soon as you download it again.",
            server=server,
            title=title,
        )


class NotTheServer(RetryLater):
    """Somebody else answered in its place, or the answer was torn; nothing of it is believed."""

    code = "not-the-server"

    def __init__(self, server: str) -> None:
        super().__init__(
            "What answered is not {server}, perhaps a network that asks to sign in first; everything is kept.",
            server=server,
        )


class NoSuchPage(NotTheServer):
    """There is no such thing, somebody says to people; whether the server is that somebody is to be found out."""


class TooManyConflicts(RetryLater):
    """Others wrote to the session each time before this device could."""

    code = "too-many-conflicts"

    def __init__(self, server: str) -> None:
        super().__init__("Others write to the same course on {server} now; everything is kept.", server=server)


class CourseNotOffered(SyncError):
    """To be downloaded, and no server has it."""

    code = "course-not-offered"

    def __init__(self, title: str) -> None:
        super().__init__("No server offers “{title}” any more; ask whoever runs yours.", title=title)


class CourseNotTaken(SyncError):
    """The server looked at a course and refused it."""

    code = "course-not-taken"

    def __init__(self, server: str, title: str) -> None:
        super().__init__(
            "{server} does not take “{title}”; whoever runs it can say why, and everything learned is kept here.",
            server=server,
            title=title,
        )


class DownloadDamaged(SyncError):
    """What came has another hash; nothing of it is kept."""

    code = "download-damaged"

    def __init__(self, server: str, title: str) -> None:
        super().__init__(
            "What came is not “{title}” as {server} announced it, and was not kept; try again later, or tell whoever "
            "runs the server.",
            server=server,
            title=title,
        )


class AlreadyDownloading(SyncError):
    """Two ask for the same course at the same time."""

    code = "already-downloading"

    def __init__(self, title: str) -> None:
        super().__init__("“{title}” is being downloaded already; wait until it is here.", title=title)


class UnknownLaunch(SyncError):
    """The session has no such launch."""

    code = "unknown-launch"

    def __init__(self, launch_id: str) -> None:
        super().__init__("There is no launch “{launch_id}” in this session.", launch_id=launch_id)


class ExportFailed(SyncError):
    """The file cannot be written."""

    code = "export-failed"

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__("{path} cannot be written ({reason}); choose another place.", path=path, reason=reason)


class SyncCancelled(SyncError):
    """Whoever ran it wanted no more of it."""

    code = "sync-cancelled"

    def __init__(self) -> None:
        super().__init__("Sync was stopped; it goes on from here the next time.")


class Refusal(SyncError):
    """The server understood and refuses. `status` is HTTP's, `reason` the server's code."""

    code = "refused"

    def __init__(self, template: str, /, *, status: int, reason: str = "", **values: object) -> None:
        super().__init__(template, **values)
        self.status = status
        self.reason = reason


class Conflict(Refusal):
    """The session has `current` as its version; None where the server did not say."""

    code = "version-conflict"

    def __init__(self, current: int | None = None) -> None:
        super().__init__("The session was changed on the server in the meantime.", status=409, reason=self.code)
        self.current = current


class OtherContent(Refusal):
    """The launch `launch_id` ran another version of the course than the server has in `package_id`, which is the
    session's there."""

    code = "package-mismatch"

    def __init__(self, launch_id: str, package_id: str) -> None:
        super().__init__("The server has another version of this course.", status=409, reason=self.code)
        self.launch_id = launch_id
        self.package_id = package_id


class NotThere(Refusal):
    """No such session (`unknown-session`), or no such package (`unknown-package`)."""

    code = "not-there"

    def __init__(self, reason: str) -> None:
        super().__init__("The server does not have it.", status=404, reason=reason)


class Unacceptable(Refusal):
    """Sent again as it is, it would be refused again. `launch_id` names the launch where the server did."""

    code = "unacceptable"

    def __init__(self, status: int, reason: str, launch_id: str | None = None) -> None:
        super().__init__("The server refuses it ({status}, {reason}).", status=status, reason=reason)
        self.values.update(status=status, reason=reason)
        self.launch_id = launch_id
