"""connect-desktop: a SCORM player that works with no network and keeps every answer."""

__version__ = "0.1.0"
