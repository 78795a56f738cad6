"""What servers say of a course, in words."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLocale

from connect_desktop.sync.courses.catalog import CatalogCourse

translate = QCoreApplication.translate


def mark_words(course: CatalogCourse) -> str:
    """The one thing to know of it at first sight, "" where there is none."""
    if course.newer:
        return translate("CatalogWords", "Older version")
    if course.updates:
        return translate("CatalogWords", "New version")
    if course.assigned:
        return translate("CatalogWords", "Assigned to you")
    return ""


def size_words(count: int) -> str:
    """So many bytes, as one says it."""
    return QLocale().formattedDataSize(count, 1, QLocale.DataSizeFormat.DataSizeSIFormat)
