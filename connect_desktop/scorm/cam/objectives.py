"""Local objectives and their maps: `imsss:objectives` and `adlseq:objectives` in one [CAM 5.1]."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from connect_desktop.scorm.cam.element import Element
from connect_desktop.scorm.cam.namespaces import Vocabulary
from connect_desktop.scorm.cam.reading import FindingLog
from connect_desktop.scorm.cam.sequencing import ObjectiveDefinition, ObjectiveMap
from connect_desktop.scorm.cam.values import ValueReader

_CLAUSE = "CAM 5.1 objectives"


class ObjectivesReader:
    """Reads the objectives of one `imsss:sequencing`."""

    def __init__(self, log: FindingLog) -> None:
        self._log = log
        self._values = ValueReader(log, _CLAUSE)

    def read(self, sections: Iterable[Element]) -> tuple[ObjectiveDefinition, ...]:
        """`sections` are the children of `sequencing` called `objectives`, of either vocabulary."""
        sections = list(sections)
        objectives = [
            objective
            for section in sections
            if section.vocabulary is not Vocabulary.ADL_SEQUENCING
            for objective in self._objectives(section)
        ]
        for section in sections:
            if section.vocabulary is Vocabulary.ADL_SEQUENCING:
                for extension in section.all("objective"):
                    self._extend(objectives, extension)
        return tuple(objectives)

    def _objectives(self, section: Element) -> Iterable[ObjectiveDefinition]:
        for element in section.children:
            if element.name in ("primaryobjective", "objective") and element.vocabulary is not Vocabulary.FOREIGN:
                yield self._objective(element)

    def _objective(self, element: Element) -> ObjectiveDefinition:
        primary = element.name == "primaryobjective"
        identifier = element.identifier("objectiveid") or None
        if identifier is None and not primary:
            self._log.warning(
                "missing-identifier",
                "An objective has no objectiveID, so nothing can refer to it.",
                line=element.line,
                clause=_CLAUSE,
            )
        return ObjectiveDefinition(
            identifier=identifier,
            primary=primary,
            satisfied_by_measure=self._values.boolean(element, "satisfiedByMeasure", False),
            minimum_normalized_measure=self._values.decimal_of(
                element, "minNormalizedMeasure", element.text_of("minnormalizedmeasure"), 1.0, -1.0, 1.0
            ),
            maps=tuple(map_ for info in element.all("mapinfo") if (map_ := self._map(info)) is not None),
        )

    def _map(self, element: Element) -> ObjectiveMap | None:
        """A map by one of the two vocabularies: each reads by default what it can say, and nothing of the other's."""
        target = element.identifier("targetobjectiveid")
        extends = element.vocabulary is Vocabulary.ADL_SEQUENCING
        if not target:
            self._log.warning(
                "map-without-target",
                "An objective is mapped to no target; the map was left out.",
                line=element.line,
                clause=_CLAUSE,
            )
            return None
        return self._extended(
            ObjectiveMap(
                target=target,
                read_satisfied_status=self._values.boolean(element, "readSatisfiedStatus", not extends),
                read_normalized_measure=self._values.boolean(element, "readNormalizedMeasure", not extends),
                write_satisfied_status=self._values.boolean(element, "writeSatisfiedStatus", False),
                write_normalized_measure=self._values.boolean(element, "writeNormalizedMeasure", False),
                read_raw_score=extends,
                read_min_score=extends,
                read_max_score=extends,
                read_completion_status=extends,
                read_progress_measure=extends,
            ),
            element,
        )

    def _extended(self, map_: ObjectiveMap, element: Element) -> ObjectiveMap:
        """The map with what `adlseq:mapInfo` says about the same target."""
        boolean = self._values.boolean
        return replace(
            map_,
            read_raw_score=boolean(element, "readRawScore", map_.read_raw_score),
            read_min_score=boolean(element, "readMinScore", map_.read_min_score),
            read_max_score=boolean(element, "readMaxScore", map_.read_max_score),
            read_completion_status=boolean(element, "readCompletionStatus", map_.read_completion_status),
            read_progress_measure=boolean(element, "readProgressMeasure", map_.read_progress_measure),
            write_raw_score=boolean(element, "writeRawScore", map_.write_raw_score),
            write_min_score=boolean(element, "writeMinScore", map_.write_min_score),
            write_max_score=boolean(element, "writeMaxScore", map_.write_max_score),
            write_completion_status=boolean(element, "writeCompletionStatus", map_.write_completion_status),
            write_progress_measure=boolean(element, "writeProgressMeasure", map_.write_progress_measure),
        )

    def _extend(self, objectives: list[ObjectiveDefinition], extension: Element) -> None:
        identifier = extension.identifier("objectiveid")
        index = next((i for i, objective in enumerate(objectives) if objective.identifier == identifier), None)
        if index is None:
            self._log.warning(
                "unknown-objective",
                "adlseq:objective refers to the objective “{objective}”, which this activity does not have; its maps "
                "were left out.",
                line=extension.line,
                clause="CAM 5.1 adlseq:objectives",
                objective=identifier,
            )
            return
        maps = {map_.target: map_ for map_ in objectives[index].maps}
        for info in extension.all("mapinfo"):
            target = info.identifier("targetobjectiveid")
            known = maps.get(target)
            read = self._map(info)
            if read is not None:
                maps[target] = self._extended(_reading_all(known), info) if known is not None else read
        objectives[index] = replace(objectives[index], maps=tuple(maps.values()))


def _reading_all(map_: ObjectiveMap) -> ObjectiveMap:
    """The map with the defaults of `adlseq:mapInfo` [CAM 5.1.9]."""
    return replace(
        map_,
        read_raw_score=True,
        read_min_score=True,
        read_max_score=True,
        read_completion_status=True,
        read_progress_measure=True,
    )
