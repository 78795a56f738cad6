"""The application in the user's language: our own texts and Qt's.

English is the source. Texts live in `resources/translations/connect_{language}.ts`; the `.qm` beside it is read.
After texts have changed, in a checkout with the development requirements:

    .venv/bin/python packaging/translations.py

collects them anew into every `.ts` (new ones are marked unfinished; edit with `pyside6-linguist`) and writes the `.qm`.
A new language begins with an empty `connect_{language}.ts`.
"""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from connect_desktop.resources import resources_dir

# What has no name is looked at one by one, which has Python meet every class of Qt's own parts.
_NAME = "translator"


def install_translation(app: QCoreApplication, locale: QLocale | None = None) -> QLocale:
    """Speak the language of `locale` (None: the system's); call it before the first window is made.

    Returns the locale in force, which is Qt's default from then on. Where we have no texts of our own it is English as
    written in that country, for Qt's own dialogs and the names of days too: no window mixes two languages.
    """
    for earlier in app.findChildren(QTranslator, _NAME):
        app.removeTranslator(earlier)
        earlier.deleteLater()
    chosen = locale or QLocale.system()
    ours = _translator(app)
    if ours.load(chosen, "connect", "_", str(resources_dir() / "translations")):
        qts = _translator(app)
        if qts.load(chosen, "qtbase", "_", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
            app.installTranslator(qts)
        app.installTranslator(ours)
    elif chosen.language() not in (QLocale.Language.English, QLocale.Language.C):
        chosen = QLocale(QLocale.Language.English, chosen.territory())
    QLocale.setDefault(chosen)
    return chosen


def _translator(app: QCoreApplication) -> QTranslator:
    translator = QTranslator(app)
    translator.setObjectName(_NAME)
    return translator
