"""The only room that imports QtWebEngine: scheme, page, bridge, player window."""
