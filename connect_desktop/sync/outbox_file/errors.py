"""What is wrong with a signed file, or who signed it. Each says so before anything is taken over.

OutboxFileError
├── OutboxFileUnreadable    it cannot be opened, or is no such file
├── OutboxFileChanged       it is not as it was signed
├── OutboxFileTooLarge      it holds more than is ever taken in
├── OutboxFileFromTheFuture a newer program wrote it
├── DeviceUnknown           nobody said yet that the device that signed it is to be trusted
├── ReceiptOutdated         what the receipt tells of was lost since
├── OutboxFileUnwritable    there is no place for it
└── NothingToExport         no launch is to be written
"""

from __future__ import annotations

from pathlib import Path

from connect_desktop.sync.errors import SyncError


class OutboxFileError(SyncError):
    """A signed file is not taken in, or not made."""

    code = "outbox-file"


class OutboxFileUnreadable(OutboxFileError):
    """Not a file, or none of this kind."""

    code = "outbox-file-unreadable"

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(
            "“{name}” cannot be read as a file from another device ({reason}); copy it again, or export it again.",
            name=name,
            reason=reason,
        )


class OutboxFileChanged(OutboxFileError):
    """Its signature is not that of its content."""

    code = "outbox-file-changed"

    def __init__(self, name: str) -> None:
        super().__init__(
            "“{name}” is not as its device wrote it, so nothing of it was taken over; copy it again, or export it "
            "again.",
            name=name,
        )


class OutboxFileTooLarge(OutboxFileError):
    """More than is taken in at once."""

    code = "outbox-file-too-large"

    def __init__(self, name: str) -> None:
        super().__init__(
            "“{name}” holds more than one file may; export fewer learners at a time, or leave the courses out.",
            name=name,
        )


class OutboxFileFromTheFuture(OutboxFileError):
    """A version of the format that is not known."""

    code = "outbox-file-from-the-future"

    def __init__(self, name: str) -> None:
        super().__init__("“{name}” was written by a newer version of this program; update this one first.", name=name)


class DeviceUnknown(OutboxFileError):
    """A file that is whole, from a device nobody trusts yet. `public_key` is in hex; `device` is only what it says of
    itself, `words` are what it can be told by."""

    code = "device-unknown"

    def __init__(self, name: str, public_key: str, device: str, words: str) -> None:
        super().__init__(
            "“{name}” comes from “{device}”, which is not trusted here yet; if that device shows the words “{words}” "
            "too, trust it (on the command line with --trust).",
            name=name,
            device=device,
            words=words,
        )
        self.public_key = public_key


class ReceiptOutdated(OutboxFileError):
    """The device that gave it was restored from a backup since."""

    code = "receipt-outdated"

    def __init__(self, device: str) -> None:
        super().__init__(
            "“{device}” was restored from a backup after it gave this receipt; export everything again for it.",
            device=device,
        )


class OutboxFileUnwritable(OutboxFileError):
    """The file cannot be put there."""

    code = "outbox-file-unwritable"

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__("{path} cannot be written ({reason}); choose another place.", path=path, reason=reason)


class NothingToExport(OutboxFileError):
    """There is no launch that was asked for."""

    code = "nothing-to-export"

    def __init__(self) -> None:
        super().__init__("There is nothing to export: nobody who was asked for has played what is not received yet.")
