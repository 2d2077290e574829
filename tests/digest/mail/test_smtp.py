import datetime
import ipaddress
import ssl
from email.message import EmailMessage
from email.policy import SMTP as SMTP_POLICY

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from digest.mail.smtp import PostOffice, send
from news.errors import MailError, SettingsError
from tests.post_office import DROP, SILENCE, post_office


def letter(to="anna@reader.example", body="Good morning.\n"):
    message = EmailMessage(policy=SMTP_POLICY)
    message["From"], message["To"], message["Subject"] = "news@desk.example", to, "Morning"
    message.set_content(body)
    return message


def at(office, **settings):
    given = {
        "host": "127.0.0.1",
        "port": office.port,
        "security": "none",
        "timeout_seconds": 5.0,
        "hello": "me.example",
    }
    return PostOffice(**(given | settings))


@pytest.fixture(scope="session")
def certificate(tmp_path_factory):
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "post.example")])
    now = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)
    names = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    built = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now)
        .not_valid_after(now + datetime.timedelta(days=36500))
        .add_extension(names, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    folder = tmp_path_factory.mktemp("tls")
    (folder / "cert.pem").write_bytes(built.public_bytes(serialization.Encoding.PEM))
    encoding, form = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    (folder / "key.pem").write_bytes(key.private_bytes(encoding, form, serialization.NoEncryption()))
    return folder


def server_context(folder):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "cert.pem", folder / "key.pem")
    return context


# What the server does at a moment -> what became of the letter, and with what code.
ANSWERS = {
    "taken": ({}, "sent", 250),
    "busy at the door": ({"greeting": "421 4.3.2 too busy"}, "try_later", 421),
    "sender refused for now": ({"mail": "451 4.7.1 later"}, "try_later", 451),
    "sender refused": ({"mail": "553 5.1.8 no such sender"}, "refused", 553),
    "mailbox unknown": ({"rcpt": "550 5.1.1 no such user"}, "refused", 550),
    "mailbox busy": ({"rcpt": "450 4.2.1 grey-listed"}, "try_later", 450),
    "shutting down": ({"rcpt": "421 4.3.2 shutting down"}, "try_later", 421),
    "forwarded": ({"rcpt": "251 will forward"}, "sent", 250),
    "no data wanted": ({"data": "554 5.5.1 no valid recipients"}, "refused", 554),
    "no data now": ({"data": "451 4.3.0 later"}, "try_later", 451),
    "an answer that is none to DATA": ({"data": "250 taken already"}, "try_later", 250),
    "content refused": ({"end": "554 5.7.1 looks like spam"}, "refused", 554),
    "content refused for now": ({"end": "452 4.3.1 disk full"}, "try_later", 452),
    "dropped at MAIL": ({"mail": DROP}, "try_later", None),
    "dropped at RCPT": ({"rcpt": DROP}, "try_later", None),
    "dropped at DATA": ({"data": DROP}, "try_later", None),
    "dropped after the letter": ({"end": DROP}, "unknown", None),
    "silent at RCPT": ({"rcpt": SILENCE}, "try_later", None),
    "silent after the letter": ({"end": SILENCE}, "unknown", None),
    "nonsense after the letter": ({"end": "hello there"}, "unknown", -1),
}


@pytest.mark.parametrize("case", ANSWERS)
def test_every_answer_has_one_meaning(case):
    script, state, code = ANSWERS[case]
    with post_office(script) as office:
        result = send(letter(), at(office, timeout_seconds=0.3))
    assert (result.state, result.code) == (state, code)


def test_a_letter_lost_after_its_end_may_have_been_kept():
    with post_office({"end": DROP}) as office:
        send(letter(), at(office))
    assert len(office.letters) == 1


@pytest.mark.parametrize("moment", ["mail", "rcpt", "data"])
def test_a_letter_lost_before_its_end_was_not_kept(moment):
    with post_office({moment: DROP}) as office:
        send(letter(), at(office))
    assert office.letters == []


# What concerns every letter -> what the person is told.
FAULTS = {
    "no service": ({"greeting": "554 5.7.1 no service"}, {}, "does not take mail from us"),
    "dropped at the door": ({"greeting": DROP}, {}, "cannot be reached"),
    "silent at the door": ({"greeting": SILENCE}, {"timeout_seconds": 0.3}, "cannot be reached"),
    "no TLS offered": ({}, {"security": "starttls"}, "offers no TLS"),
    "no login offered": ({}, {"user": "u", "password": "p"}, "no login that we know"),
    "TLS where there is none": ({}, {"security": "tls"}, "cannot be trusted"),
    "dropped at EHLO": ({"ehlo": DROP}, {}, "broke off"),
}


@pytest.mark.parametrize("case", FAULTS)
def test_faults_that_concern_all_stop_all(case):
    script, settings, words = FAULTS[case]
    with post_office(script) as office, pytest.raises(MailError, match=words) as raised:
        send(letter(), at(office, **settings))
    assert raised.value.subject == "127.0.0.1"
    assert office.letters == []


def test_nobody_at_the_address_is_a_fault_that_names_it():
    with post_office() as office:
        pass
    with pytest.raises(MailError, match=f"127.0.0.1:{office.port}"):
        send(letter(), at(office))


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_letters_go_over_tls_with_a_login(certificate, security):
    context = server_context(certificate)
    with post_office(tls=context, is_tls_from_start=security == "tls", login=("desk", "s3cret")) as office:
        trusted = str(certificate / "cert.pem")
        result = send(letter(), at(office, security=security, user="desk", password="s3cret", ca_file=trusted))
    assert (result.state, len(office.letters)) == ("sent", 1)


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_an_unknown_certificate_stops_all(certificate, security):
    with (
        post_office(tls=server_context(certificate), is_tls_from_start=security == "tls") as office,
        pytest.raises(MailError, match="trusted"),
    ):
        send(letter(), at(office, security=security))
    assert office.letters == []


@pytest.mark.parametrize("answer", ["535 5.7.8 bad credentials", "454 4.7.0 try again", "534 5.7.9 too weak"])
def test_a_refused_login_stops_all(answer):
    with (
        post_office({"auth": answer}, login=("desk", "s3cret")) as office,
        pytest.raises(MailError, match="refuses our login"),
    ):
        send(letter(), at(office, user="desk", password="wrong"))


def test_a_wrong_password_is_told_without_the_password():
    with post_office(login=("desk", "s3cret")) as office, pytest.raises(MailError, match="refuses our login") as raised:
        send(letter(), at(office, user="desk", password="hunter2"))
    assert "hunter2" not in f"{raised.value} {at(office, user='desk', password='hunter2')}"


def test_a_password_never_travels_in_the_clear():
    open_line = PostOffice(
        host="mail.invalid", port=25, security="none", timeout_seconds=5, user="desk", password="s3cret"
    )
    with pytest.raises(MailError, match="in the clear"):
        send(letter(), open_line)


def test_lines_of_one_dot_arrive_as_written():
    body = "One.\n.\n..two\n.three\nEnd.\n"
    with post_office() as office:
        send(letter(body=body), at(office))
    assert office.letters[0].content.replace(b"\r\n", b"\n").endswith(b"\n\n" + body.encode())


def test_international_addresses_go_where_the_server_takes_them():
    message = EmailMessage(policy=SMTP_POLICY.clone(utf8=True))
    message["From"], message["To"] = "news@desk.example", "jürgen@reader.example"
    message.set_content("Guten Morgen.\n")
    with post_office() as office:
        assert send(message, at(office)).state == "sent"
    assert office.letters[0].recipient == "jürgen@reader.example"


@pytest.mark.parametrize("to", ["a@x.example, b@x.example", ""])
def test_a_letter_has_one_recipient(to):
    with pytest.raises(SettingsError, match="one To address"):
        send(letter(to=to), PostOffice(host="127.0.0.1", port=25, security="none", timeout_seconds=5))
