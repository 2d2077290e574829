"""Takes the mail server's password from where it is kept: the environment, or a Secret block of Prefect."""

from flows.configuration.settings import MailSettings
from news.errors import SettingsError


def mail_password(mail: MailSettings) -> str | None:
    """Return the password of the mail server; None: there is none.

    Raises:
        SettingsError: the Secret block that the settings name cannot be had.
    """
    if mail.password or not mail.password_block:
        return mail.password or None
    from prefect.blocks.system import Secret

    try:
        block = Secret.load(mail.password_block)
    except (ValueError, RuntimeError, OSError) as error:
        message = (
            f"[smtp] password_block = {mail.password_block!r}: Prefect has no Secret block of this name, or cannot be "
            "asked; make one in its pages under Blocks, or set NEWSTHREAD_SMTP_PASSWORD."
        )
        raise SettingsError(message, subject=mail.password_block) from error
    return str(block.get())  # type: ignore[union-attr]
