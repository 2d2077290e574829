"""The mail password from the environment, or from a Secret block of Prefect."""

import pytest
from prefect.blocks.system import Secret
from prefect.settings import PREFECT_API_URL, temporary_settings

from flows.configuration.settings import MailSettings
from flows.delivery.smtp_password import mail_password
from news.errors import SettingsError
from tests.flows.conftest import House


def test_the_environment_outranks_the_block() -> None:
    assert mail_password(MailSettings(password="said", password_block="never-asked")) == "said"
    assert mail_password(MailSettings()) is None


def test_a_secret_block_holds_the_password(house: House) -> None:
    with temporary_settings({PREFECT_API_URL: f"http://127.0.0.1:{house.port}/api"}):
        Secret(value="kept-in-prefect").save("newsthread-smtp")
        assert mail_password(MailSettings(password_block="newsthread-smtp")) == "kept-in-prefect"
        with pytest.raises(SettingsError, match="no Secret block of this name"):
            mail_password(MailSettings(password_block="lost"))
