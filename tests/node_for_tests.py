"""Samples of a document for browsers, run by Node.js as they stand, but for the host they ask."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

NODE = shutil.which("node") or shutil.which("nodejs")
MISSING = "Node.js is not on this machine; packaging/test brings it where apt-get may be used."

# What a browser has and Node has not. Time passes a hundred times faster.
_BROWSER = """
const { host, packageId, userId, sessionId, apiKey } = JSON.parse(process.argv[2]);
const tell = (what, value) => console.log(JSON.stringify({ [what]: value }));
const fetchAnywhere = globalThis.fetch;
let beforeWrite = null;
globalThis.fetch = async (address, options) => {
  if (options?.method === 'PUT' && beforeWrite) await beforeWrite();
  return fetchAnywhere(new URL(address, host), options);
};
const every = globalThis.setInterval;
globalThis.setInterval = (job, milliseconds) => every(job, milliseconds / 100);
const window = { location: { set href(address) { tell('gone', address); } } };
const document = {
  createElement: (name) => ({ name }),
  body: { appendChild: (element) => tell('shown', element) },
};
const showCompletionMessage = (session) => tell('completed', session);
"""
# Of TypeScript the samples have the types of parameters, which Node before 22.6 does not read.
_TYPE = re.compile(r"(\w+): (?:string|any)(?:\[\])?(?=[,)\n])")


@contextmanager
def running_sample(folder: Path, sample: str, then: str = "", **known: str) -> Iterator[subprocess.Popen[str]]:
    """Node with the sample and what follows it, which finds `known` under the names that samples use for it."""
    assert NODE is not None
    program = folder / "sample.mjs"
    javascript = _TYPE.sub(r"\1", sample)
    program.write_text(f"{_BROWSER}\n{javascript}\n{then}\n", encoding="utf-8")
    command = [NODE, str(program), json.dumps(known)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


def lines_of(process: subprocess.Popen[str]) -> Iterator[str]:
    """What the sample says, until it ends well."""
    assert process.stdout is not None
    assert process.stderr is not None
    for line in process.stdout:
        yield line.rstrip("\n")
    assert process.wait(20) == 0, process.stderr.read()


def told(line: str, what: str) -> Any:
    """What a stand-in of the browser tells of."""
    return json.loads(line)[what]
