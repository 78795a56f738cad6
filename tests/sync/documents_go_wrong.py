"""Everything that may go wrong between devices and a server that knows only the owner's document."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule

from tests.sync.goes_wrong import GoesWrong
from tests.sync.world.document_world import DocumentWorld


class DocumentsGoWrong(GoesWrong):
    """Devices and a server that takes documents by their version and keeps nothing else."""

    world: DocumentWorld

    @initialize(devices=st.integers(2, 3), adds=st.booleans(), merges=st.booleans())
    def begin(self, devices: int, adds: bool, merges: bool) -> None:
        self.world = DocumentWorld(self._folder, self.shelf, devices, adds=adds, merges=merges)

    @rule()
    def a_backup_of_the_server_is_taken(self) -> None:
        self.world.documents.back_up()
        self._stepped()

    @rule()
    def a_backup_of_the_server_is_put_back(self) -> None:
        self.world.put_back_the_server()
        self._stepped()
