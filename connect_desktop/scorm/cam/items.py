"""Items of an organization, down to the leaves [CAM 3.4.1 item]."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from connect_desktop.scorm.cam.addresses import AddressReader, launch_address
from connect_desktop.scorm.cam.course import (
    CompletionThreshold,
    DataMap,
    Edition,
    Item,
    Resource,
)
from connect_desktop.scorm.cam.element import Element
from connect_desktop.scorm.cam.metadata import read_metadata
from connect_desktop.scorm.cam.reading import FindingLog
from connect_desktop.scorm.cam.sequencing_reader import SequencingReader
from connect_desktop.scorm.cam.tokens import HIDE_LMS_UI, TIME_LIMIT_ACTIONS
from connect_desktop.scorm.cam.values import ValueReader

_CLAUSE = "CAM 3.4.1 item"
_MOST_ITEMS = 20_000
_DEEPEST = 50


class ItemsReader:
    """Reads the items of one organization; `nested` gives the item elements behind a reference to a nested manifest.

    Identifiers come out unique: records are kept by them, so a second “A” becomes “A~2”, the same one every time.
    """

    def __init__(
        self,
        *,
        edition: Edition,
        resources: Mapping[str, Resource],
        nested: Callable[[str], Iterable[Element]],
        sequencing: SequencingReader,
        addresses: AddressReader,
        base: str,
        log: FindingLog,
    ) -> None:
        self._edition = edition
        self._resources = resources
        self._nested = nested
        self._sequencing = sequencing
        self._addresses = addresses
        self._base = base
        self._log = log
        self._values = ValueReader(log, _CLAUSE)
        self._used: set[str] = set()
        self._read = 0
        self._depth = 0
        self._within: list[str] = []

    def root(self, organization: Element, identifier: str) -> Item:
        """The organization itself as the root of its activity tree."""
        self._used.add(identifier)
        return Item(
            identifier=identifier,
            title=_title(organization),
            children=self._items(organization.all("item")),
            completion_threshold=self._completion_threshold(organization),
            sequencing=self._sequencing.read(organization),
            hide_lms_ui=self._hidden_controls(organization),
            metadata=read_metadata(organization, self._base, self._addresses),
            line=organization.line,
        )

    def _items(self, elements: Iterable[Element]) -> tuple[Item, ...]:
        elements = list(elements)
        if elements and self._depth == _DEEPEST:
            self._log.warning(
                "nested-too-deeply",
                "Items are nested more than {depth} levels deep; what lies deeper was left out.",
                line=elements[0].line,
                clause=_CLAUSE,
                depth=_DEEPEST,
            )
            return ()
        self._depth += 1
        items = [self._item(element) for element in elements]
        self._depth -= 1
        return tuple(item for item in items if item is not None)

    def _item(self, element: Element) -> Item | None:
        self._read += 1
        if self._read > _MOST_ITEMS:
            self._log.warning(
                "too-many-items",
                "The course has more than {count} items; the rest was left out.",
                line=element.line,
                count=_MOST_ITEMS,
            )
            return None
        identifier = self._identifier(element)
        reference = element.identifier("identifierref")
        resource = self._resources.get(reference) if reference else None
        children = self._items(element.all("item"))
        if reference and resource is None:
            children += self._referenced(reference, element)
        elif not reference and not children:
            self._log.warning(
                "item-without-page",
                "“{title}” has neither a page nor items below it, so learners cannot open it. Give it a resource or "
                "remove it.",
                line=element.line,
                clause=_CLAUSE,
                title=_title(element) or identifier,
            )
        parameters = element.get("parameters")
        return Item(
            identifier=identifier,
            title=self._titled(element, identifier),
            children=children,
            resource=resource,
            launch=self._launch(resource, parameters, bool(children)),
            parameters=parameters,
            visible=self._values.boolean(element, "isvisible", True),
            prerequisites=element.text_of("prerequisites"),
            max_time_allowed=element.text_of("maxtimeallowed"),
            time_limit_action=self._time_limit_action(element),
            data_from_lms=element.text_of("datafromlms"),
            mastery_score=element.text_of("masteryscore"),
            completion_threshold=self._completion_threshold(element),
            sequencing=self._sequencing.read(element),
            hide_lms_ui=self._hidden_controls(element),
            data_maps=self._data_maps(element),
            metadata=read_metadata(element, self._base, self._addresses),
            line=element.line,
        )

    def _identifier(self, element: Element) -> str:
        written = element.identifier("identifier")
        if not written:
            written = f"item-{self._read}"
            self._log.warning(
                "missing-identifier",
                "An item has no identifier; it is called “{identifier}” here. Records are kept by identifier, so give "
                "it one that stays the same.",
                line=element.line,
                clause=_CLAUSE,
                identifier=written,
            )
        identifier, number = written, 1
        while identifier in self._used:
            number += 1
            identifier = f"{written}~{number}"
        if identifier != written:
            self._log.warning(
                "duplicate-identifier",
                "Two items are called “{written}”; this one is called “{identifier}” here, so that their records stay "
                "apart. Give each a name of its own.",
                line=element.line,
                clause=_CLAUSE,
                written=written,
                identifier=identifier,
            )
        self._used.add(identifier)
        return identifier

    def _titled(self, element: Element, identifier: str) -> str:
        title = _title(element)
        if title:
            return title
        self._log.hint(
            "missing-title",
            "The item “{identifier}” has no title; learners see its identifier instead.",
            line=element.line,
            clause="CAM 3.4.1 title",
            identifier=identifier,
        )
        return identifier

    def _referenced(self, reference: str, element: Element) -> tuple[Item, ...]:
        """The items of a nested manifest that an item stands for; none, with a finding, for a dangling reference."""
        if reference not in self._within:
            elements = list(self._nested(reference))
            if elements:
                self._within.append(reference)
                children = self._items(elements)
                self._within.pop()
                return children
        self._log.warning(
            "unknown-resource",
            "The item “{item}” refers to “{reference}”, but there is no such resource; it cannot be opened. Correct "
            "the identifierref or add the resource.",
            line=element.line,
            clause=_CLAUSE,
            item=_title(element) or element.identifier("identifier"),
            reference=reference,
        )
        return ()

    def _launch(self, resource: Resource | None, parameters: str, is_cluster: bool) -> str | None:
        """In SCORM 2004 only leaves are launched; in 1.2 an item with items below may have a page of its own."""
        if resource is None or resource.href is None or (is_cluster and self._edition.is_2004):
            return None
        return launch_address(resource.href, parameters)

    def _time_limit_action(self, element: Element) -> str:
        written = element.text_of("timelimitaction")
        return self._values.token_of(element, "timeLimitAction", written, TIME_LIMIT_ACTIONS) or "" if written else ""

    def _completion_threshold(self, element: Element) -> CompletionThreshold | None:
        """Attributes in the 4th Edition, the measure as text before [CAM 3.4.1 completionThreshold]."""
        threshold = element.first("completionthreshold")
        if threshold is None:
            return None
        decimal = self._values.decimal
        if threshold.text:
            measure = self._values.decimal_of(threshold, "completionThreshold", threshold.text, 1.0, 0.0, 1.0)
        else:
            measure = decimal(threshold, "minProgressMeasure", 1.0, 0.0, 1.0)
        return CompletionThreshold(
            completed_by_measure=self._values.boolean(threshold, "completedByMeasure", False),
            minimum_progress_measure=measure,
            progress_weight=decimal(threshold, "progressWeight", 1.0, 0.0, 1.0),
        )

    def _hidden_controls(self, element: Element) -> frozenset[str]:
        interface = element.first("presentation", "navigationinterface")
        if interface is None:
            return frozenset()
        tokens = (
            self._values.token_of(hidden, "hideLMSUI", hidden.text, HIDE_LMS_UI)
            for hidden in interface.all("hidelmsui")
        )
        return frozenset(token for token in tokens if token is not None)

    def _data_maps(self, element: Element) -> tuple[DataMap, ...]:
        data = element.first("data")
        maps = [] if data is None else [map_ for map_ in data.all("map") if map_.identifier("targetid")]
        return tuple(
            DataMap(
                target=map_.identifier("targetid"),
                read_shared_data=self._values.boolean(map_, "readSharedData", True),
                write_shared_data=self._values.boolean(map_, "writeSharedData", True),
            )
            for map_ in maps
        )


def _title(element: Element) -> str:
    return " ".join(element.text_of("title").split())
