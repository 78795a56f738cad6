"""The media types of the web's files: our own table, since a machine's registry can make `.js` plain text."""

from __future__ import annotations

_BY_SUFFIX = {
    # Pages. No charset: the page's own declaration, or Chromium's guess, knows better than we do.
    "html": "text/html",
    "htm": "text/html",
    "shtml": "text/html",
    "xhtml": "application/xhtml+xml",
    "xht": "application/xhtml+xml",
    "xml": "text/xml",
    "xsl": "text/xsl",
    "xslt": "text/xsl",
    "xsd": "text/xml",
    "dtd": "application/xml-dtd",
    "mht": "multipart/related",
    "mhtml": "multipart/related",
    # Code and data
    "js": "text/javascript",
    "mjs": "text/javascript",
    "cjs": "text/javascript",
    "css": "text/css",
    "json": "application/json",
    "jsonp": "text/javascript",
    "map": "application/json",
    "webmanifest": "application/manifest+json",
    "wasm": "application/wasm",
    "txt": "text/plain",
    "md": "text/markdown",
    "csv": "text/csv",
    "rtf": "application/rtf",
    # Pictures
    "png": "image/png",
    "apng": "image/apng",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "jpe": "image/jpeg",
    "jfif": "image/jpeg",
    "gif": "image/gif",
    "svg": "image/svg+xml",
    "webp": "image/webp",
    "avif": "image/avif",
    "bmp": "image/bmp",
    "ico": "image/x-icon",
    "cur": "image/x-icon",
    "tif": "image/tiff",
    "tiff": "image/tiff",
    # Sound
    "mp3": "audio/mpeg",
    "m4a": "audio/mp4",
    "aac": "audio/aac",
    "oga": "audio/ogg",
    "ogg": "audio/ogg",
    "opus": "audio/ogg",
    "wav": "audio/wav",
    "weba": "audio/webm",
    "flac": "audio/flac",
    "mid": "audio/midi",
    "midi": "audio/midi",
    "wma": "audio/x-ms-wma",
    # Film
    "mp4": "video/mp4",
    "m4v": "video/mp4",
    "webm": "video/webm",
    "ogv": "video/ogg",
    "mov": "video/quicktime",
    "avi": "video/x-msvideo",
    "mpg": "video/mpeg",
    "mpeg": "video/mpeg",
    "mkv": "video/x-matroska",
    "wmv": "video/x-ms-wmv",
    "flv": "video/x-flv",
    "f4v": "video/mp4",
    "3gp": "video/3gpp",
    "ts": "video/mp2t",
    "m3u8": "application/vnd.apple.mpegurl",
    "mpd": "application/dash+xml",
    "vtt": "text/vtt",
    "srt": "application/x-subrip",
    # Type
    "woff": "font/woff",
    "woff2": "font/woff2",
    "ttf": "font/ttf",
    "otf": "font/otf",
    "eot": "application/vnd.ms-fontobject",
    # Documents
    "pdf": "application/pdf",
    "epub": "application/epub+zip",
    "doc": "application/msword",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xls": "application/vnd.ms-excel",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ppt": "application/vnd.ms-powerpoint",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "zip": "application/zip",
    # Worlds
    "swf": "application/x-shockwave-flash",
    "gltf": "model/gltf+json",
    "glb": "model/gltf-binary",
}

_ALWAYS_UTF_8 = frozenset({"json", "mjs", "webmanifest", "vtt", "gltf"})


def media_type(name: str) -> str:
    """The media type of a member by its name."""
    return _BY_SUFFIX.get(_suffix(name), "application/octet-stream")


def charset(name: str) -> str | None:
    """The charset of a member where its format allows one only; None where the file itself has to say."""
    return "utf-8" if _suffix(name) in _ALWAYS_UTF_8 else None


def _suffix(name: str) -> str:
    return name.strip().lower().rpartition(".")[2]
