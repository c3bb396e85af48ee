"""A real SMTP server for the tests of the mail channel: aiosmtpd, which is not ours.

It listens on 127.0.0.1, on a free port unless one is named, prints that port as its first line and
runs until its standard input ends, so that it never outlives the test that started it. Every mail
it accepts is parsed by Python's own e-mail package and appended to FILE as one line of JSON: an
independent witness of what was on the wire.

    smtp.py FILE [--port PORT] [--tls none|starttls|implicit] [--certificate PEM --private-key PEM] [--login USER:PASSWORD]

It refuses `refuse@…` for good (550), `later@…` for now (451), the sender `stranger@…` (553) and
any mail whose subject contains `forbidden` (554).
"""

import argparse
import asyncio
import email
import email.policy
import json
import ssl
import sys

from aiosmtpd.smtp import SMTP, AuthResult


class Desk:
    """Takes mails and writes down what they say."""

    def __init__(self, path):
        self.path = path

    async def handle_MAIL(self, server, session, envelope, address, options):
        if address.startswith("stranger@"):
            return f"553 5.7.1 <{address}>: sender address rejected, not owned by user"
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("refuse@"):
            return f"550 5.1.1 <{address}>: no such user here, call 13800001234"
        if address.startswith("later@"):
            return f"451 4.3.0 <{address}>: mailbox busy"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        mail = email.message_from_bytes(envelope.original_content, policy=email.policy.default)
        if "forbidden" in str(mail["Subject"]):
            return "554 5.7.1 message content rejected"
        line = json.dumps(seen(server, session, envelope, mail), ensure_ascii=False)
        with open(self.path, "a", encoding="utf-8") as out:
            out.write(line + "\n")
        return "250 2.0.0 queued as T1"


def seen(server, session, envelope, mail):
    """What a recipient's program would make of the mail."""
    parts = {
        part.get_content_type(): part.get_content().replace("\r\n", "\n").rstrip("\n")
        for part in mail.walk()
        if not part.is_multipart()
    }
    return {
        "connection": session.peer[1],
        "tls": server.transport.get_extra_info("ssl_object") is not None,
        "user": getattr(session.auth_data, "login", b"").decode() if session.auth_data else None,
        "from": envelope.mail_from,
        "to": envelope.rcpt_tos,
        "headers": {name: [str(value) for value in mail.get_all(name)] for name in mail.keys()},
        "from_name": mail["From"].addresses[0].display_name,
        "to_name": mail["To"].addresses[0].display_name,
        "type": mail.get_content_type(),
        "parts": parts,
        "defects": [type(defect).__name__ for defect in mail.defects],
        "ascii": envelope.original_content.isascii(),
    }


def main():
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("file")
    reader.add_argument("--port", type=int, default=0)
    reader.add_argument("--tls", choices=["none", "starttls", "implicit"], default="none")
    reader.add_argument("--certificate")
    reader.add_argument("--private-key")
    reader.add_argument("--login")
    asked = reader.parse_args()

    settings = {"enable_SMTPUTF8": True}
    context = None
    if asked.tls != "none":
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(asked.certificate, asked.private_key)
    if asked.tls == "starttls":
        settings.update(tls_context=context, require_starttls=True)
    if asked.login:
        user, password = asked.login.split(":", 1)

        def authenticator(server, session, envelope, mechanism, data):
            good = data.login == user.encode() and data.password == password.encode()
            # `handled=False` leaves the refusal, 535, to the server's own words.
            return AuthResult(success=good, handled=False, auth_data=data)

        settings.update(authenticator=authenticator, auth_required=True, auth_require_tls=False)

    asyncio.run(serve(Desk(asked.file), asked.port, settings, context if asked.tls == "implicit" else None))


async def serve(desk, port, settings, context):
    """Serves until standard input ends."""
    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        lambda: SMTP(desk, hostname="mail.example.com", loop=loop, **settings), "127.0.0.1", port, ssl=context
    )
    print(server.sockets[0].getsockname()[1], flush=True)
    await loop.run_in_executor(None, sys.stdin.read)


if __name__ == "__main__":
    main()
