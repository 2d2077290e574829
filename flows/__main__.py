"""Starts the command line: Ctrl-C while its modules are still being read ends it without a word."""

import signal


def start() -> None:
    """Run as the installed command."""
    is_heeded = signal.getsignal(signal.SIGINT) is signal.default_int_handler
    if is_heeded:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    from flows.cli import run

    if is_heeded:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    run()


if __name__ == "__main__":
    start()
