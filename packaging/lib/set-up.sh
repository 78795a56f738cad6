# shellcheck shell=bash
# Sourced by run, test, bench and lock. `set_up LOCK` makes the checkout ready: system libraries, `.venv`, the
# dependencies of packaging/LOCK; `bring_postgres`, `bring_node` and `bring_keyring` get PostgreSQL, Node.js and gnome-keyring where that may
# be done.
# What is there already is left alone, so a second run needs no network.
# Everything it says goes to stderr: stdout belongs to the program that runs next.

set -euo pipefail

checkout="$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd -P)"
venv="$checkout/.venv"

say() { printf '%s\n' "$*" >&2; }
stop() { say "$@"; exit 1; }

set_up() {
    local lock="$1"
    # Two set-ups at once would write the same .venv; where flock is missing (macOS) this is left to the user.
    (
        if command -v flock >/dev/null; then flock 9; fi
        find_python
        install_system_libraries
        is_installed "$lock" || install "$lock"
    ) 9<"$checkout/packaging/requirements.lock"
}

find_python() {
    for python in "${PYTHON:-python3}" python3.14 python3.13 python3.12 python3.11; do
        if "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then return; fi
    done
    stop "connect-desktop needs Python 3.11 or newer, and ${PYTHON:-python3} is" \
        "$("${PYTHON:-python3}" --version 2>&1 || true). Install a newer one and run again," \
        "or name the one you have: PYTHON=/path/to/python3.12"
}

# --- system libraries -------------------------------------------------------------------------------------------------

install_system_libraries() {
    if [ "$(uname -s)" != Linux ]; then return; fi
    local missing
    missing="$("$python" "$checkout/packaging/lib/missing_libraries.py")"
    if [ -z "$missing" ]; then return; fi
    # shellcheck disable=SC2046 # one word a package
    install_system_packages "$(cut -d' ' -f1 <<<"$missing" | xargs)" $(cut -d' ' -f2 <<<"$missing")
}

# install_system_packages "what is missing" PACKAGE|OLDER_NAME...
install_system_packages() {
    local what="$1" as_root=""
    shift
    if [ "$(id -u)" != 0 ]; then as_root="sudo -n"; fi
    if ! command -v apt-get >/dev/null || ! $as_root true 2>/dev/null; then
        name_packages "$@"
        stop "This machine lacks: $what" $'\n'"On Debian and Ubuntu this brings them:" \
            "sudo apt-get install --no-install-recommends ${packages[*]}" \
            $'\n'"Elsewhere install the packages that hold these files. Then run again."
    fi
    say "Installing $# system packages with apt-get."
    local apt="$as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=120"
    # A foreign source that does not answer must not stop us: the install below says whether ours did.
    $apt update >/dev/null || true
    name_packages "$@"
    $apt install --yes --no-install-recommends "${packages[@]}" >/dev/null ||
        stop "apt-get did not install ${packages[*]}; why is said above. This machine still lacks: $what"
}

# Sets `packages` to the names that this release knows the packages by.
name_packages() {
    local name
    packages=()
    for name in "$@"; do
        if [[ $name == *"|"* ]] && apt-cache show "${name%|*}" >/dev/null 2>&1; then
            packages+=("${name%|*}")
        else
            packages+=("${name#*|}")
        fi
    done
}

# --- what only tests need ---------------------------------------------------------------------------------------------

# A test starts a server of its own; the machine's need not run.
bring_postgres() {
    if has_postgres; then return; fi
    (install_system_packages "PostgreSQL, which some tests run on" postgresql) || say "Those tests are skipped."
}

# Samples of JavaScript are run by it.
bring_node() {
    if has_node; then return; fi
    (install_system_packages "Node.js, which some tests run samples with" nodejs) || say "Those tests are skipped."
}

# The keyring of a desktop, for tests of keys that are kept in it.
bring_keyring() {
    if has_keyring; then return; fi
    (install_system_packages "gnome-keyring, which some tests keep keys in" gnome-keyring dbus-daemon) ||
        say "Those tests are skipped."
}

has_node() {
    command -v node >/dev/null || command -v nodejs >/dev/null
}

has_keyring() {
    command -v gnome-keyring-daemon >/dev/null && command -v dbus-daemon >/dev/null
}

has_postgres() {
    command -v initdb >/dev/null || compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null
}

# --- .venv ------------------------------------------------------------------------------------------------------------

# .venv/installed/ holds a copy of each lock file that .venv has in full; while .venv is changed it is not there.
is_installed() {
    cmp -s "$checkout/packaging/$1" "$venv/installed/$1" && "$venv/bin/python" -c 'import PySide6' 2>/dev/null
}

install() {
    local lock="$1" pip quiet="" held
    # What an interrupted run or another lock file left is not mended; the development tools are added to what is whole.
    if ! is_installed requirements.lock; then
        rm -rf -- "$venv/installed"
        rm -rf -- "$venv"
        make_venv
    fi
    rm -rf -- "$venv/installed"
    if "$venv/bin/python" -c 'import pip' 2>/dev/null; then
        pip=("$venv/bin/python" -m pip)
    else
        pip=("$python" -m pip --python "$venv/bin/python")
    fi
    say "Installing the dependencies of packaging/$lock into .venv (the first time some hundred megabytes are fetched)."
    if [ ! -t 2 ]; then quiet=--quiet; fi
    "${pip[@]}" install $quiet --disable-pip-version-check --require-hashes --only-binary :all: \
        --requirement "$checkout/packaging/$lock" >&2
    # Relative to site-packages, so that the checkout may be moved; no build backend is needed.
    echo ../../../.. >"$("$venv/bin/python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/connect_desktop.pth"
    mkdir "$venv/installed"
    for held in requirements.lock "$lock"; do cp "$checkout/packaging/$held" "$venv/installed/"; done
}

make_venv() {
    if "$python" -c 'import ensurepip' 2>/dev/null; then
        "$python" -m venv "$venv"
    elif "$python" -m pip --version >/dev/null 2>&1; then
        # Debian's python3 has no ensurepip; its pip installs into another interpreter just as well.
        "$python" -m venv --without-pip "$venv"
    else
        install_system_packages "python3-venv" python3-venv
        "$python" -m venv "$venv"
    fi
}
