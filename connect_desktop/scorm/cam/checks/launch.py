"""Pages: whether what an item opens can be shown, and can report [CAM 3.4.1, RTE 2.1]."""

from __future__ import annotations

from connect_desktop.scorm.cam.addresses import is_absolute, path_of
from connect_desktop.scorm.cam.checks.package import CheckedPackage, is_sco
from connect_desktop.scorm.cam.reading import FindingLog

_PAGES = frozenset({"", "htm", "html", "xhtml", "shtml", "xht", "svg"})
_SERVER_PAGES = frozenset({"php", "asp", "aspx", "jsp", "cfm", "cgi"})
_DEAD_PLUGINS = {"swf": "Flash", "dcr": "Shockwave", "class": "a Java applet", "jar": "a Java applet"}


def external_launches(package: CheckedPackage, log: FindingLog) -> None:
    for item in package.leaves():
        if item.launch is not None and is_absolute(item.launch):
            log.warning(
                "external-launch",
                "“{title}” opens “{address}”, which is not in the package: it needs a network and cannot report what "
                "the learner does. Put the page into the package.",
                line=item.resource.line if item.resource is not None else item.line,
                clause="CAM 3.4.1 resource",
                title=item.title,
                address=item.launch,
            )


def unusual_pages(package: CheckedPackage, log: FindingLog) -> None:
    for item in package.leaves():
        address = item.resource.href if item.resource is not None else None
        if address is None or is_absolute(address):
            continue
        suffix = path_of(address).rpartition("/")[2].lower().rpartition(".")[2]
        if suffix in _SERVER_PAGES:
            template = "“{title}” opens “{name}”, a page that only a web server can run. Export it as HTML."
        elif suffix in _DEAD_PLUGINS:
            template = "“{title}” opens “{name}”, which is {kind}; browsers no longer run that. Export it as HTML5."
        else:
            continue
        log.warning(
            "page-cannot-run",
            template,
            line=item.line,
            clause="CAM 3.4.1 resource",
            title=item.title,
            name=address,
            kind=_DEAD_PLUGINS.get(suffix, ""),
        )


def scos_without_script(package: CheckedPackage, log: FindingLog) -> None:
    """A picture or a document shows, but has no script that could call the API."""
    known = _PAGES | _SERVER_PAGES | _DEAD_PLUGINS.keys()
    for item in package.leaves():
        address = item.resource.href if item.resource is not None else None
        if address is None or is_absolute(address) or not is_sco(item):
            continue
        _, dot, suffix = path_of(address).rpartition("/")[2].lower().rpartition(".")
        if dot and suffix not in known:
            log.hint(
                "launch-not-html",
                "“{title}” opens “{name}”, which is not a web page. Unless it runs scripts it cannot report progress; "
                "then declare it an asset or put it on a page.",
                line=item.line,
                clause="RTE 2.1.1",
                title=item.title,
                name=address,
            )


def resources_without_page(package: CheckedPackage, log: FindingLog) -> None:
    for item in package.course.organization.items():
        if item.launch is None and item.resource is not None and not item.children:
            log.warning(
                "resource-without-page",
                "“{title}” leads to the resource “{resource}”, which has no href, so there is nothing to open. Give "
                "the resource the address of its first page.",
                line=item.resource.line,
                clause="CAM 3.4.1 resource",
                title=item.title,
                resource=item.resource.identifier,
            )


def clusters_with_page(package: CheckedPackage, log: FindingLog) -> None:
    if not package.course.edition.is_2004:
        return
    for _, item in package.families():
        if item.children and item.resource is not None:
            log.warning(
                "cluster-with-page",
                "“{title}” has items below it and a page of its own; SCORM 2004 opens only items without any below, "
                "so its page is never shown. Move the page to an item of its own.",
                line=item.line,
                clause="CAM 3.4.1 item",
                title=item.title,
            )
