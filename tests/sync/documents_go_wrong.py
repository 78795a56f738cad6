"""Everything that may go wrong between devices and a server that knows only the owner's document."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule

from tests.sync.goes_wrong import GoesWrong
from tests.sync.world.document_world import DocumentWorld


class DocumentsGoWrong(GoesWrong):
    """Devices and a server that takes documents by their version and keeps nothing else.

    Whatever is lost, late, delivered twice, forged, put back or copied, at any time: what a device answered as safe
    stays on it, and neither it nor the server takes completion back. And once nothing goes wrong any more, the server
    and each device tell the same of each session:

    - completion, success and score are what all launches come to by the rules of the record; only of success and score
      of a course of SCORM 2004 with several parts it is promised no more than that all tell the same, for a document
      does not tell how far sequencing came on other devices;
    - time is, to the centisecond, the sum over launches of the longest that was said of each;
    - each question that was answered stands in the document.

    What nobody can promise there, and what is so instead: the fields of a document have no word for browsed but
    incomplete, so a score that came with it counts as one that came with incomplete does. A launch that was lost with
    its device counts as far as it was told of. Copies of a device that both went on with a launch which ran when they
    were copied share its time: the longer one counts. A document that was put back takes completion back until a device
    that knows better syncs. Whoever answers just as the server would is believed until the server answers; then all it
    lacks is sent again. A session that the server has no more, though no other went back, was removed there: it waits
    for somebody to send it again.
    """

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
