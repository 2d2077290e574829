"""The mail password from the environment; one from a Secret block stands in tests/flows/test_with_prefect.py."""

from flows.configuration.settings import MailSettings
from flows.delivery.smtp_password import mail_password


def test_the_environment_outranks_the_block() -> None:
    assert mail_password(MailSettings(password="said", password_block="never-asked")) == "said"
    assert mail_password(MailSettings()) is None
