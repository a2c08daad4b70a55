"""The system's keyring, where there is one: macOS, Windows, and desktops of Linux; by the package keyring.

A machine without a desktop has none, and then a key is a file that only its owner can read.
"""

from typing import Any

SERVICE = "renflow"
#: What the package gives to keyrings that are none of the system's: none at all, or files that it writes itself.
_OF_THE_SYSTEM = 1


class NoKeyring(Exception):
    """There is no keyring that keeps a key, or it refused."""


def keep(key: str, secret: str) -> None:
    """Let the keyring have the private part of a key.

    Raises:
        NoKeyring: with the reason; nothing was kept.
    """
    keyring = _of_this_machine()
    try:
        keyring.set_password(SERVICE, key, secret)
        kept = keyring.get_password(SERVICE, key)
    except Exception as error:  # each keyring has errors of its own, such as one that is locked
        raise NoKeyring(f"the keyring refuses it ({type(error).__name__}: {error})") from error
    if kept != secret:
        raise NoKeyring("the keyring does not give back what it was given")


def find(key: str) -> str | None:
    """The private part of a key; None: the keyring does not have it.

    Raises:
        NoKeyring: with the reason.
    """
    keyring = _of_this_machine()
    try:
        found = keyring.get_password(SERVICE, key)
    except Exception as error:
        raise NoKeyring(f"the keyring cannot be asked ({type(error).__name__}: {error})") from error
    return found if isinstance(found, str) else None


def _of_this_machine() -> Any:
    try:
        import keyring
    except ImportError:
        raise NoKeyring("the package keyring is not installed: pip install 'renflow[keyring]'") from None
    try:
        found: Any = keyring.get_keyring()
        is_the_systems = found.priority >= _OF_THE_SYSTEM
    except Exception as error:
        raise NoKeyring(f"this machine has no keyring ({type(error).__name__}: {error})") from error
    if not is_the_systems:
        raise NoKeyring("this machine has no keyring")
    return found
