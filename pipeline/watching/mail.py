"""Send an e-mail by the office's mail server (SMTP); the password is read from the environment only."""

from __future__ import annotations

import os
import smtplib
import ssl
from email.message import EmailMessage
from email.policy import SMTPUTF8
from email.utils import localtime, make_msgid
from typing import TYPE_CHECKING, Final

from pipeline.watching.errors import MailFailed

if TYPE_CHECKING:
    from pipeline.office.settings import Reminding

PASSWORD: Final = "BAOSONG_SMTP_PASSWORD"  # noqa: S105 - the name of a variable, not a password
_TIMEOUT_S: Final = 20.0


def send_mail(settings: Reminding, subject: str, body: str) -> None:
    """Send *body* under *subject* to the office's own addresses.

    Raises:
        MailFailed: the server can't be reached, or refuses; its answer is left out where it might
            contain the password.
    """
    message = EmailMessage(policy=SMTPUTF8)
    message["Subject"] = subject
    message["From"] = settings.sender
    message["To"] = ", ".join(settings.to)
    message["Date"] = localtime()
    message["Message-ID"] = make_msgid(domain="baosong.invalid")
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(body)
    try:
        with _connect(settings) as server:
            if settings.user:
                server.login(settings.user, os.environ.get(PASSWORD, ""))
            server.send_message(message)
    except smtplib.SMTPAuthenticationError as error:
        reason = f"不认帐号“{settings.user}”或密码（环境变量 {PASSWORD}）"
        raise MailFailed(settings.host, reason) from error
    except smtplib.SMTPResponseException as error:
        raise MailFailed(settings.host, f"拒绝了（代码 {error.smtp_code}）") from error
    except smtplib.SMTPRecipientsRefused as error:
        raise MailFailed(settings.host, f"不收发给 {'、'.join(error.recipients)} 的邮件") from error
    except UnicodeError as error:
        raise MailFailed(settings.host, "的帐号、密码和地址里只能用英文字母、数字和符号") from error
    except ssl.SSLError as error:
        raise MailFailed(settings.host, "的加密连接没有建立，证书或“加密”一项不对") from error
    except (smtplib.SMTPException, OSError) as error:
        raise MailFailed(settings.host, f"端口 {settings.port} 连不上或中途断了") from error


def _connect(settings: Reminding) -> smtplib.SMTP:
    context = ssl.create_default_context()
    if settings.security == "SSL":
        return smtplib.SMTP_SSL(settings.host, settings.port, timeout=_TIMEOUT_S, context=context)
    server = smtplib.SMTP(settings.host, settings.port, timeout=_TIMEOUT_S)
    try:
        if settings.security == "STARTTLS":
            server.starttls(context=context)
    except BaseException:
        server.close()
        raise
    return server
