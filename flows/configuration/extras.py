"""Commands that need an optional extra say in one line which to install."""

from importlib.util import find_spec

from news.errors import InputError

PACKAGES = {"many": "prefect_dask", "assistant": "mcp"}  # extra → a package that only it promises


def require(extra: str, *, needed_by: str) -> None:
    """Return where the extra's package can be imported.

    Raises:
        InputError: it cannot; says what to install.
    """
    if find_spec(PACKAGES[extra]) is None:
        message = f"{needed_by} needs an extra of the package: pip install 'newsthread[{extra}]'."
        raise InputError(message, subject=extra)
