"""What happens before anything is delivered in a sequencing session [SN 4th Ed. 3.9, 3.10.2, 3.11]."""

from __future__ import annotations

from connect_desktop.scorm.sn.prepare_clusters import prepare_clusters
from connect_desktop.scorm.sn.session import SequencingSession


def begin_session(session: SequencingSession) -> None:
    """Unless a suspended attempt on the course goes on, its own global objectives are forgotten; every cluster knows
    its children and their order."""
    if not session.state(session.tree.root).suspended:
        forget_globals_of_attempt(session)
    prepare_clusters(session)


def forget_globals_of_attempt(session: SequencingSession) -> None:
    """Global objectives not global to the system live as long as an attempt on the root [SN 4th Ed. 3.10.2]."""
    if not session.tree.organization.objectives_global_to_system:
        session.clear_globals()
