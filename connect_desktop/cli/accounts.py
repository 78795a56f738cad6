"""accounts: the servers this device syncs with, and as whom."""

from __future__ import annotations

import argparse
import sys

from connect_desktop.app import OpenedAccounts, open_accounts
from connect_desktop.cli.terminal import Terminal, table
from connect_desktop.errors import ConnectError
from connect_desktop.paths import DataPaths
from connect_desktop.runtime.errors import UnknownLearner
from connect_desktop.runtime.json_values import timestamp
from connect_desktop.store.devices.accounts import Account
from connect_desktop.sync.credentials import KEY_VARIABLE, Kept, key_in_environment
from connect_desktop.sync.signing_in import is_encrypted

_STATES = {Kept.SYSTEM: "in the keyring", Kept.MEMORY: "given", Kept.LOCKED: "keyring locked", None: "missing"}


class NoSuchAccount(ConnectError):
    """No account has this id, address or name."""

    code = "no-such-account"

    def __init__(self, wanted: str) -> None:
        super().__init__("There is no account “{wanted}”; “accounts list” shows those there are.", wanted=wanted)


class NoKeyGiven(ConnectError):
    """An account is to be added, and nobody said its key."""

    code = "no-key-given"

    def __init__(self) -> None:
        super().__init__(
            "There is no key; give it on standard input with --key-stdin, or in {variable}.", variable=KEY_VARIABLE
        )


def manage_accounts(options: argparse.Namespace, paths: DataPaths, terminal: Terminal) -> int:
    """Add, list, discover, remove, or link a learner; raises `NoSuchAccount`, `NoKeyGiven`,
    `UnknownLearner`, `SyncError` and `StoreError`."""
    if options.action == "discover":
        _discover(options.seconds, terminal)
        return 0
    with open_accounts(paths) as opened:
        match options.action:
            case "add":
                _add(opened, options, terminal)
            case "remove":
                account = known_account(opened, options.account)
                if not opened.signing_in.remove(account):
                    terminal.warn("The keyring is locked or does not answer: the key may still be in it.")
                terminal.answer(
                    {"removed": account.id}, f"{account.name} is not synced with any more. Nothing else was deleted."
                )
            case "link":
                _link(opened, options, terminal)
            case _:
                _list(opened, terminal)
    return 0


def known_account(opened: OpenedAccounts, wanted: str | None) -> Account:
    """The account with this id, address or name, the only one where none is asked for; raises `NoSuchAccount`."""
    accounts = opened.accounts.all()
    if wanted is None and len(accounts) == 1:
        return accounts[0]
    for account in accounts:
        if wanted in (account.id, account.address, account.name):
            return account
    raise NoSuchAccount(wanted or "")


def _add(opened: OpenedAccounts, options: argparse.Namespace, terminal: Terminal) -> None:
    key = sys.stdin.readline().strip() if options.key_stdin else key_in_environment()
    if not key:
        raise NoKeyGiven
    signed_in = opened.signing_in.sign_in(options.address, key, options.name)
    account = signed_in.account
    if not is_encrypted(account.address):
        terminal.warn(f"What is sent to {account.name} is not encrypted; others on the network can read it.")
    if signed_in.kept is Kept.MEMORY:
        terminal.warn(
            f"No keyring on this machine takes the key, and keys are never written to a file: the key is not kept. "
            f"Give it in {KEY_VARIABLE} whenever you sync."
        )
    document = {**_document(account), "key": signed_in.kept.value}
    terminal.answer(document, f"{account.name} takes the key. “connect-desktop sync” sends what is here.")


def _link(opened: OpenedAccounts, options: argparse.Namespace, terminal: Terminal) -> None:
    account = known_account(opened, options.account)
    learner = opened.learners.get(options.learner) or opened.learners.by_name(options.learner)
    if learner is None:
        raise UnknownLearner(options.learner)
    if options.user_id:
        opened.accounts.link(account.id, learner.id, options.user_id)
    else:
        opened.accounts.unlink(account.id, learner.id)
    linked = opened.accounts.get(account.id) or account
    user_id = linked.user_of(learner.id)
    said = f"{account.name} knows {learner.name} as {user_id}." if user_id else f"{learner.name} is not synced."
    terminal.answer({"account": account.id, "learner": learner.id, "user_id": user_id}, said)


def _list(opened: OpenedAccounts, terminal: Terminal) -> None:
    accounts = [(account, opened.keys.place_of(account)) for account in opened.accounts.all()]
    rows = [(one.id, one.name, one.address, _STATES[place], str(len(one.links))) for one, place in accounts]
    text = table([("ID", "NAME", "ADDRESS", "KEY", "LINKS"), *rows]) if rows else "There are no accounts yet."
    terminal.answer([{**_document(one), "key": place.value if place else None} for one, place in accounts], text)


def _discover(seconds: float, terminal: Terminal) -> None:
    from connect_desktop.discovery.looking_around import servers_around  # no other action listens to the network

    found = servers_around(max(0.0, seconds))
    rows = [(_shown(one.name), one.server, _shown(one.version)) for one in found]
    text = (
        table([("NAME", "ADDRESS", "VERSION"), *rows])
        if rows
        else "No server makes itself known on this network; whoever runs one can tell you its address."
    )
    documents = [{"name": one.name, "address": one.server, "version": one.version, "epoch": one.epoch} for one in found]
    terminal.answer(documents, text)


def _shown(text: str) -> str:
    """What a stranger on the network says, without what would move a cursor."""
    return "".join(letter if letter.isprintable() else " " for letter in text)


def _document(account: Account) -> dict[str, object]:
    return {
        "id": account.id,
        "name": account.name,
        "address": account.address,
        "created_at": timestamp(account.created_at),
        "all_learners": account.all_learners,
        "links": dict(account.links),
    }
