"""Where the browser is, and how it is started."""

import os
import shutil

import pytest

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
#: What would be drawn around a page that nobody sees: each window's toolbar is a page of its own, with a process of its
#: own, which takes as much of the processor as the console does. What a browser does not know, it passes over.
_FRAME = (
    *("InitialWebUI", "WebUIToolbar", "WebUILocationBar", "WebUIReloadButton", "WebUIBackForwardButton"),
    *("WebUIHomeButton", "WebUISplitTabsButton", "WebUIOmniboxPopup", "WebUIOmniboxAimPopup"),
    *("PreloadTopChromeWebUI", "PreloadTopChromeWebUILessNavigations"),
)
#: What Playwright switches off, which has to be said again: of two lists the browser takes the last.
_BY_PLAYWRIGHT = (
    *("AvoidUnnecessaryBeforeUnloadCheckSync", "DestroyProfileOnBrowserClose", "HttpsUpgrades", "PaintHolding"),
    *("HttpsFirstBalancedModeAutoEnable", "LensOverlay", "MediaRouter", "ThirdPartyStoragePartitioning", "AimEnabled"),
    *("AvoidCorsURLLoaderRestartOnRedirect", "TcpPortRandomizationWin", "OptimizationHints"),
    *("NetworkTimeServiceQuerying", "PreconnectToSearch"),
)
#: Set where a missing browser must not pass for a success.
REQUIRED = "BROWSER_TESTS_REQUIRED"


def executable() -> str:
    """An installed Chromium; none is downloaded."""
    found = next(filter(None, map(shutil.which, _NAMES)), None)
    if found is None:
        missing("no Chromium is installed (Debian: apt-get install chromium)")
    return str(found)


def missing(what: str) -> None:
    """Skip what cannot be tested here, or fail where it has to be."""
    if os.environ.get(REQUIRED):
        pytest.fail(what)
    pytest.skip(what)


def flags() -> list[str]:
    """No network of its own; and the sandbox of Chromium refuses to run as root."""
    quiet = ["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
    quiet += ["--disable-component-update", "--disable-sync"]
    quiet += [f"--disable-features={','.join((*_BY_PLAYWRIGHT, *_FRAME))}"]
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    return [*quiet, "--no-sandbox"] if is_root else quiet
