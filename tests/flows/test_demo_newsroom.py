"""The server of the sample newsroom says nothing of a client that hangs up, and tells of any other fault."""

import pytest

from flows.demo.newsroom import QuietServer


@pytest.mark.parametrize(
    ("error", "is_told"),
    [(ConnectionResetError("hung up"), False), (BrokenPipeError("hung up"), False), (ValueError("a fault"), True)],
)
def test_a_client_that_hangs_up_is_none(error: Exception, is_told: bool, capsys: pytest.CaptureFixture[str]) -> None:
    server = QuietServer.__new__(QuietServer)  # without a socket
    try:
        raise error
    except type(error):
        server.handle_error(None, ("127.0.0.1", 1))
    assert ("Traceback" in capsys.readouterr().err) is is_told
