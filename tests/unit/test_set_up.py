"""packaging/lib/set-up.sh on machines that lack something, and after runs that broke off; what run makes of it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from connect_desktop.cli.command_line import build_parser

PACKAGING = Path(__file__).parents[2] / "packaging"
PYTHONS = ["python3", "python3.11", "python3.12", "python3.13", "python3.14"]


class Machine:
    """A checkout in a path with a blank, and programs that stand before the real ones on its PATH."""

    def __init__(self, root: Path) -> None:
        self.checkout = root / "a checkout"
        self.venv = self.checkout / ".venv"
        self._programs = root / "programs"
        self._programs.mkdir()
        shutil.copytree(PACKAGING, self.checkout / "packaging")
        (self.checkout / "packaging" / "requirements.lock").write_text("# nothing to fetch\n")
        self.system_libraries("# none\n")
        # As on Debian, whose python3 has no ensurepip: the pip beside it fills the new environment.
        self.program("python3", f'case "$*" in "-c import ensurepip") exit 1;; esac\nexec "{sys.executable}" "$@"')

    def system_libraries(self, table: str) -> None:
        (self.checkout / "packaging" / "lib" / "system-libraries").write_text(table)

    def program(self, name: str, script: str) -> None:
        path = self._programs / name
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)

    def set_up(self, lock: str = "requirements.lock") -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["bash", "-c", 'source "$0/packaging/lib/set-up.sh"; set_up "$1"; echo ready', self.checkout, lock],
            cwd="/",
            env={**os.environ, "PATH": f"{self._programs}{os.pathsep}{os.environ['PATH']}"},
            capture_output=True,
            text=True,
            check=False,
            timeout=100,
        )

    def bring(self, name: str) -> subprocess.CompletedProcess[str]:
        """What only tests need, on a machine that has none."""
        without = f"has_{name}() {{ return 1; }}"
        return subprocess.run(
            ["bash", "-c", f'source "$0/packaging/lib/set-up.sh"; {without}; bring_{name}; echo on', self.checkout],
            env={**os.environ, "PATH": f"{self._programs}{os.pathsep}{os.environ['PATH']}"},
            capture_output=True,
            text=True,
            check=False,
            timeout=100,
        )

    def run(self, *arguments: str, **environment: str) -> list[str]:
        """What `packaging/run` starts the application with, once everything is installed."""
        (self.venv / "bin").mkdir(parents=True)
        (self.venv / "installed").mkdir()
        shutil.copy(self.checkout / "packaging" / "requirements.lock", self.venv / "installed")
        python = self.venv / "bin" / "python"
        python.write_text('#!/bin/sh\ncase "$1" in -c) ;; *) printf "%s\\n" "$@";; esac\n')
        python.chmod(0o755)
        screenless = {key: value for key, value in os.environ.items() if key not in {"DISPLAY", "WAYLAND_DISPLAY"}}
        started = subprocess.run(
            ["bash", self.checkout / "packaging" / "run", *arguments],
            env={**screenless, **environment, "PATH": f"{self._programs}{os.pathsep}{os.environ['PATH']}"},
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        ).stdout.splitlines()
        assert started[:3] == ["-P", "-m", "connect_desktop"]
        return started[3:]

    @property
    def qt(self) -> Path:
        (packages,) = self.venv.glob("lib/python3.*/site-packages")
        return packages / "PySide6"

    def pretend_qt_is_installed(self) -> None:
        self.qt.mkdir()


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def test_an_old_python_is_named_with_the_way_out(machine: Machine) -> None:
    for name in PYTHONS:
        machine.program(name, 'case "$1" in --version) echo Python 3.9.2;; *) exit 1;; esac')

    run = machine.set_up()

    assert run.returncode == 1
    assert "needs Python 3.11 or newer" in run.stderr
    assert "python3 is Python 3.9.2" in run.stderr
    assert not machine.venv.exists()


def test_what_may_not_be_installed_is_named_with_the_command(machine: Machine) -> None:
    machine.system_libraries("libnone-such.so.1 libnew|libold\nlibnor-this.so.2 libother\n")
    machine.program("id", "echo 1000")
    machine.program("sudo", "exit 1")
    machine.program("apt-cache", "exit 1")

    run = machine.set_up()

    assert run.returncode == 1
    assert "lacks: libnone-such.so.1 libnor-this.so.2" in run.stderr
    assert "sudo apt-get install --no-install-recommends libold libother" in run.stderr


def test_root_gets_what_is_missing_under_the_names_of_this_release(machine: Machine, tmp_path: Path) -> None:
    machine.system_libraries("libnone-such.so.1 libnew|libold\nlibc.so.6 libc6\n")
    log = tmp_path / "apt.log"
    machine.program("id", "echo 0")
    machine.program("apt-cache", 'test "$2" = libnew')
    machine.program("apt-get", f'echo "$@" >>"{log}"')

    run = machine.set_up()

    assert run.returncode == 0, run.stderr
    update, install = log.read_text().splitlines()
    assert update.endswith("update")
    assert install.endswith("install --yes --no-install-recommends libnew")


ONLY_FOR_TESTS = pytest.mark.parametrize(
    ("name", "package"), [("postgres", "postgresql"), ("node", "nodejs"), ("keyring", "gnome-keyring dbus-daemon")]
)


@ONLY_FOR_TESTS
def test_tests_get_what_they_need_where_it_may_be_installed(
    machine: Machine, tmp_path: Path, name: str, package: str
) -> None:
    log = tmp_path / "apt.log"
    machine.program("id", "echo 0")
    machine.program("apt-get", f'echo "$@" >>"{log}"')

    run = machine.bring(name)

    assert (run.returncode, run.stdout) == (0, "on\n"), run.stderr
    assert log.read_text().splitlines()[-1].endswith(f"install --yes --no-install-recommends {package}")


@ONLY_FOR_TESTS
def test_tests_do_without_where_it_may_not(machine: Machine, name: str, package: str) -> None:
    machine.program("id", "echo 1000")
    machine.program("sudo", "exit 1")

    run = machine.bring(name)

    assert (run.returncode, run.stdout) == (0, "on\n")
    assert f"apt-get install --no-install-recommends {package}" in run.stderr
    assert run.stderr.endswith("Those tests are skipped.\n")


def test_a_failing_apt_is_not_passed_over(machine: Machine) -> None:
    machine.system_libraries("libnone-such.so.1 libnone\n")
    machine.program("id", "echo 0")
    machine.program("apt-get", "exit 100")

    run = machine.set_up()

    assert run.returncode == 1
    assert "did not install libnone" in run.stderr
    assert "ready" not in run.stdout


def test_a_second_run_leaves_everything_alone(machine: Machine) -> None:
    first = machine.set_up()
    assert first.returncode == 0, first.stderr
    assert first.stdout == "ready\n"
    machine.pretend_qt_is_installed()

    assert machine.set_up().stderr == ""


def test_the_checkout_is_importable_from_elsewhere_even_after_a_move(machine: Machine) -> None:
    assert machine.set_up().returncode == 0
    package = machine.checkout / "connect_desktop"
    package.mkdir()
    (package / "__init__.py").write_text("")
    moved = machine.checkout.rename(machine.checkout.with_name("moved"))

    python = moved / ".venv" / "bin" / "python"
    found = subprocess.run(
        [python, "-P", "-c", "import connect_desktop; print(connect_desktop.__file__)"],
        cwd="/",
        capture_output=True,
        text=True,
        check=True,
    )

    assert found.stdout.strip() == str(moved / "connect_desktop" / "__init__.py")


@pytest.mark.parametrize("whole_until", ["an interruption", "another lock file"])
def test_a_venv_that_is_not_whole_is_made_anew(machine: Machine, whole_until: str) -> None:
    assert machine.set_up().returncode == 0
    machine.pretend_qt_is_installed()
    stale = machine.venv / "lib" / "half-written"
    stale.mkdir()
    if whole_until == "an interruption":
        shutil.rmtree(machine.venv / "installed")
    else:
        (machine.checkout / "packaging" / "requirements.lock").write_text("# changed\n")

    run = machine.set_up()

    assert run.returncode == 0, run.stderr
    assert not stale.exists()
    assert (machine.venv / "installed" / "requirements.lock").is_file()


def test_development_tools_are_added_to_what_is_whole(machine: Machine) -> None:
    (machine.checkout / "packaging" / "requirements-dev.lock").write_text("# tools\n")
    assert machine.set_up().returncode == 0
    machine.pretend_qt_is_installed()

    assert machine.set_up("requirements-dev.lock").returncode == 0

    assert machine.qt.is_dir()
    assert machine.set_up("requirements-dev.lock").stderr == ""
    assert machine.set_up("requirements.lock").stderr == ""


def test_without_ensurepip_and_pip_the_system_is_asked_for_venv(machine: Machine, tmp_path: Path) -> None:
    log = tmp_path / "apt.log"
    machine.program(
        "python3", f'case "$*" in "-c import ensurepip"|"-m pip --version") exit 1;; esac\nexec "{sys.executable}" "$@"'
    )
    machine.program("id", "echo 0")
    machine.program("apt-get", f'echo "$@" >>"{log}"')

    machine.set_up()

    assert log.read_text().splitlines()[-1].endswith("install --yes --no-install-recommends python3-venv")


def test_run_hands_its_arguments_on(machine: Machine) -> None:
    assert machine.run("check", "a course.zip", "--json") == ["check", "a course.zip", "--json"]


@pytest.mark.parametrize("screen", ["DISPLAY", "WAYLAND_DISPLAY"])
def test_run_opens_the_library_where_there_is_a_screen(machine: Machine, screen: str) -> None:
    assert machine.run(**{screen: ":0"}) == []


def test_run_plays_the_sample_from_nothing_where_there_is_no_screen(machine: Machine) -> None:
    machine.program("uname", "echo Linux")
    out = machine.checkout / "out" / "walkthrough"
    (out / "data").mkdir(parents=True)

    options = build_parser().parse_args(machine.run())

    assert (options.command, options.target, options.json) == ("play", "sample", True)
    assert options.data_dir == out / "data"
    assert options.screenshots == out / "screenshots"
    assert options.headless_script.relative_to(machine.checkout) == Path("resources/sample/walkthrough.json")
    assert (PACKAGING.parent / "resources" / "sample" / "walkthrough.json").is_file()
    assert not out.exists()
