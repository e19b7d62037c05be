"""Writes resources/sample/: the made-up mailbox of a print shop whose no-reply address sends a burst one Saturday.

Run it again and the same bytes of mail come out (the seed is fixed). Every person, company and domain is invented; all
domains end in .example or .test (RFC 2606). The shape is that of a real kind of incident: 120 days of ordinary mail,
then a Saturday from 13:58 to 14:17.
"""

# ruff: noqa: SIM905 - word lists read better as words
from __future__ import annotations

import base64
import gzip
import json
import math
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

JST = timezone(timedelta(hours=9))
FIRST_DAY = date(2025, 6, 20)
ATTACK_DAY = date(2025, 10, 18)
NOW = datetime(2025, 10, 18, 14, 40, tzinfo=JST)
ADDRESS = "noreply@aoyama-insatsu.example"
SHOP_NAME = "あおやま印刷オンライン"
STAFF = (("森下 千夏", "morishita@aoyama-insatsu.example"), ("大庭 健吾", "ohba@aoyama-insatsu.example"))
SHOP_MAILER = "InkShop Mailer 2.4"
STAFF_MAILER = "Hibari Mail 5.2 (Windows)"
ATTACK_MAILER = "FastPost 1.0.7"
# Japanese public holidays in the span, and the shop's own summer closing.
CLOSED = {
    date(2025, 7, 21),
    *(date(2025, 8, day) for day in range(11, 17)),
    date(2025, 9, 15),
    date(2025, 9, 23),
    date(2025, 10, 13),
}
SHOP_HOURS = (3, 2, 1, 0, 0, 1, 3, 7, 12, 20, 26, 24, 15, 22, 25, 23, 19, 16, 14, 15, 18, 21, 17, 9)
OFFICE_HOURS = (0, 0, 0, 0, 0, 0, 0, 0, 3, 20, 26, 21, 5, 19, 23, 21, 17, 9, 2, 0, 0, 0, 0, 0)

HOUSES = (
    "kisaragi minagiwa tobishima hinokiya sunagawa kurumi tsubame akebono mizuho-mura hoshimi koharu yamabiko asahina "
    "shirakaba wakakusa tachibana-ya nagisa kazahana momiji-an suzukake"
).split()
TRADES = "foods kogyo shoten clinic design bussan denki kensetsu gakuen kobo bakery ryokan".split()
ABROAD = (
    "delmar norvik casabel brunholt lindqvist-sons peralta oakhurst vantongeren rosseau kaldera mirovska tanglin "
    "harrowgate solberg ventura-hijos"
).split()
ABROAD_TRADES = "logistics werke trading studio textil marine supply partners group foods".split()
POSTS = ("kotori-mail.example", "homepost.example", "yubin-net.example", "keitai-post.example")
ABROAD_POSTS = ("quickpost.test", "mailcove.test", "postino.test")
GIVEN = (
    "sato suzuki takahashi tanaka ito watanabe yamamoto nakamura kobayashi kato yoshida yamada sasaki yamaguchi "
    "matsumoto inoue kimura hayashi shimizu saito mori abe ikeda hashimoto ishikawa ogawa goto okada hasegawa murakami"
).split()
ABROAD_GIVEN = (
    "anna ben carla david elena felix grace hugo ines jonas katya liam marta nils olga pedro rosa sven tara victor"
).split()
KANJI = "佐藤 鈴木 高橋 田中 伊藤 渡辺 山本 中村 小林 加藤 吉田 山田 佐々木 山口 松本 井上 木村 林 清水 斎藤".split()

STAFF_SUBJECTS = (
    "お見積書の送付({item})", "{item}の校正データをお送りします", "{item} 納期のご相談", "用紙見本の発送について",
    "【ご確認】{item}の入稿データ", "打ち合わせ日程の件", "{item} 増刷のご案内", "色校正の戻りについて",
    "Quotation for {english}", "Delivery schedule of your {english}",
)  # fmt: skip
ITEMS = "名刺 会社案内 チラシ 封筒 ポスター 伝票 パンフレット カレンダー シール 年賀はがき".split()
ENGLISH_ITEMS = ("business cards", "brochures", "posters", "envelopes", "calendars")
ASKED = (
    "{item}の見積もりをお願いします", "納期について教えてください", "データ入稿の方法について", "{item}の追加注文",
    "領収書の発行をお願いいたします", "サンプルの件", "Question about {english}", "Re: 校正の修正箇所",
)  # fmt: skip
SUPPLIERS = (
    ("tokuno-kami.example", "用紙価格改定のお知らせ"), ("hikari-ink.example", "インキ出荷のご案内"),
    ("shimanami-unyu.example", "集荷時間のご連絡"), ("insatsu-news.example", "週刊 印刷ニュース"),
    ("rental-hosting.example", "サーバーメンテナンスのお知らせ"), ("kura-kaikei.example", "ご利用明細のお知らせ"),
)  # fmt: skip
ATTACK_SUBJECTS = (
    ("【重要】お支払い情報の更新が必要です", 0.52),
    ("Payment overdue: action required within 24 hours", 0.33),
    ("Wichtig: Ihre Zahlung konnte nicht verarbeitet werden", 0.15),
)


@dataclass(frozen=True)
class Mail:
    """One message of the story."""

    at: datetime
    sender: str
    to: tuple[str, ...]
    subject: str
    message_id: str
    name: str = ""
    mailer: str = ""
    reply_to_id: str = ""
    cc: tuple[str, ...] = ()
    bcc: tuple[str, ...] = ()
    extra: tuple[str, ...] = ()
    body: str = "(見本のため、本文は省いてあります)"
    zone: timezone = JST
    padded_bytes: int = 0


@dataclass
class Story:
    """What has happened so far."""

    dice: random.Random
    sent: list[Mail] = field(default_factory=list)
    inbox: list[Mail] = field(default_factory=list)
    customers: list[str] = field(default_factory=list)
    buyers: list[str] = field(default_factory=list)
    order: int = 20418
    serial: int = 0

    def new_id(self, host: str) -> str:
        self.serial += 1
        return f"{self.dice.getrandbits(48):012x}.{self.serial}@{host}"

    def count(self, mean: float) -> int:
        """A Poisson number."""
        limit, product, number = math.exp(-mean), self.dice.random(), 0
        while product > limit:
            product *= self.dice.random()
            number += 1
        return number

    def moment(self, day: date, hours: tuple[int, ...]) -> datetime:
        hour = self.dice.choices(range(24), weights=hours)[0]
        return datetime(day.year, day.month, day.day, hour, tzinfo=JST) + timedelta(seconds=self.dice.randrange(3600))

    def person(self, domain: str) -> str:
        return (
            f"{self.dice.choice(GIVEN)}{self.dice.choice(('', '.', '_'))}{self.dice.choice('abcdefghkmnrsty')}@{domain}"
        )

    def buyer(self) -> str:
        name, number = self.dice.choice(GIVEN), self.dice.randrange(10, 9999)
        return f"{name}{self.dice.choice(('', '-', '.'))}{number}@{self.dice.choice(POSTS)}"

    def topic(self, texts: tuple[str, ...]) -> str:
        text = self.dice.choice(texts)
        return text.format(item=self.dice.choice(ITEMS), english=self.dice.choice(ENGLISH_ITEMS))


def days() -> Iterator[date]:
    day = FIRST_DAY
    while day <= ATTACK_DAY:
        yield day
        day += timedelta(days=1)


def is_workday(day: date) -> bool:
    return day.weekday() < 5 and day not in CLOSED


def is_month_end(day: date) -> bool:
    """Whether it is the last working day of its month: then the invoices go out."""
    later = day + timedelta(days=1)
    while later.month == day.month:
        if is_workday(later):
            return False
        later += timedelta(days=1)
    return is_workday(day)


def from_shop(story: Story, at: datetime, to: str, subject: str) -> Mail:
    return Mail(at, ADDRESS, (to,), subject, story.new_id("shop.aoyama-insatsu.example"), SHOP_NAME, SHOP_MAILER)


def ordinary_day(story: Story, day: date) -> None:
    dice, works = story.dice, is_workday(day)
    for _ in range(story.count(9.5 if works else 4.2)):
        at = story.moment(day, SHOP_HOURS)
        if day == ATTACK_DAY and at.hour >= 14:
            continue
        is_new = dice.random() < 0.38 or len(story.buyers) < 20
        to = story.buyer() if is_new else dice.choice(story.buyers[-400:])
        story.buyers.append(to)
        story.order += dice.randrange(1, 4)
        confirmation = from_shop(story, at, to, f"【あおやま印刷】ご注文ありがとうございます(注文番号 {story.order})")
        story.sent.append(confirmation)
        if dice.random() < 0.06:
            later = at + timedelta(minutes=dice.randrange(4, 200))
            story.inbox.append(
                Mail(later, to, (ADDRESS,), "Re: " + confirmation.subject, story.new_id(to.partition("@")[2]),
                     reply_to_id=confirmation.message_id)
            )  # fmt: skip
        if dice.random() < 0.02:
            story.inbox.append(bounce(story, confirmation, at + timedelta(seconds=dice.randrange(2, 90))))
    for domain, subject in SUPPLIERS:
        if works and dice.random() < 0.22:
            story.inbox.append(
                Mail(story.moment(day, OFFICE_HOURS), f"info@{domain}", (ADDRESS,), subject, story.new_id(domain))
            )
    if not works:
        return
    at = datetime(day.year, day.month, day.day, 16, 20, tzinfo=JST) + timedelta(seconds=dice.randrange(2400))
    for to in dice.sample(story.buyers[-30:], k=min(len(story.buyers), dice.randrange(2, 7))):
        story.sent.append(from_shop(story, at, to, "【あおやま印刷】商品を発送しました"))
        at += timedelta(seconds=dice.randrange(40, 420))
    for _ in range(story.count(4.2)):
        staff_mail(story, story.moment(day, OFFICE_HOURS), None)
    for _ in range(story.count(3.4)):
        asked = question(story, story.moment(day, OFFICE_HOURS))
        answered_at = asked.at + timedelta(minutes=dice.randrange(8, 150))
        if dice.random() < 0.36 and answered_at.hour < 19:
            staff_mail(story, answered_at, asked)


def question(story: Story, at: datetime) -> Mail:
    sender = story.dice.choice(story.customers) if story.dice.random() < 0.7 else story.buyer()
    mail = Mail(at, sender, (ADDRESS,), story.topic(ASKED), story.new_id(sender.partition("@")[2]))
    story.inbox.append(mail)
    return mail


def staff_mail(story: Story, at: datetime, answered: Mail | None) -> None:
    dice = story.dice
    name, own = dice.choice(STAFF)
    cc = (own,) if dice.random() < 0.3 else ()
    if answered is not None:
        to: tuple[str, ...] = (answered.sender,)
        subject = answered.subject if answered.subject.startswith("Re:") else "Re: " + answered.subject
    else:
        one = dice.choice(story.customers) if dice.random() < 0.9 else story.person(company(dice))
        if one not in story.customers:
            story.customers.append(one)
        others = (dice.choice(story.customers),) if dice.random() < 0.12 else ()
        to = tuple(dict.fromkeys((one, *others)))
        subject = story.topic(STAFF_SUBJECTS)
    story.sent.append(
        Mail(at, ADDRESS, to, subject, story.new_id("aoyama-insatsu.example"), f"あおやま印刷 {name.split()[0]}",
             STAFF_MAILER, answered.message_id if answered else "", cc)
    )  # fmt: skip


def company(dice: random.Random) -> str:
    return f"{dice.choice(HOUSES)}-{dice.choice(TRADES)}.example"


def invoices(story: Story, day: date) -> None:
    at = datetime(day.year, day.month, day.day, 10, 4, tzinfo=JST) + timedelta(seconds=story.dice.randrange(600))
    for to in story.dice.sample(story.customers[:90], k=story.dice.randrange(24, 34)):
        subject = f"【請求書】{day.year}年{day.month}月分のご請求(あおやま印刷)"
        story.sent.append(from_shop(story, at, to, subject))
        at += timedelta(seconds=story.dice.randrange(45, 150))


def announcement(story: Story) -> None:
    at = datetime(2025, 8, 5, 10, 12, 31, tzinfo=JST)
    name, own = STAFF[0]
    story.sent.append(
        Mail(at, ADDRESS, (own,), "夏季休業のお知らせ(8月11日〜16日)", story.new_id("aoyama-insatsu.example"),
             f"あおやま印刷 {name.split()[0]}", STAFF_MAILER, bcc=tuple(story.customers[:60]))
    )  # fmt: skip


def bounce(story: Story, failed: Mail, at: datetime) -> Mail:
    host = failed.to[0].partition("@")[2]
    status = story.dice.choice(("5.1.1", "5.1.1", "5.7.1", "5.2.2", "4.7.0"))
    body = (
        f"--b\nContent-Type: text/plain\n\nYour message to {failed.to[0]} could not be delivered.\n\n"
        f"--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.{host}\n\n"
        f"Final-Recipient: rfc822; {failed.to[0]}\nAction: failed\nStatus: {status}\n\n"
        f"--b\nContent-Type: text/rfc822-headers\n\nFrom: {ADDRESS}\nTo: {failed.to[0]}\n"
        f"Message-ID: <{failed.message_id}>\n\n--b--"
    )
    return Mail(
        at, f"mailer-daemon@mx.{host}", (ADDRESS,), "Undelivered Mail Returned to Sender", story.new_id(f"mx.{host}"),
        "Mail Delivery System", reply_to_id=failed.message_id, body=body,
        extra=("Auto-Submitted: auto-replied",
               'Content-Type: multipart/report; report-type=delivery-status; boundary="b"'),
    )  # fmt: skip


def stranger(story: Story, *, is_abroad: bool) -> str:
    dice = story.dice
    if not is_abroad:
        return (
            story.buyer() if dice.random() < 0.6 else story.person(f"{dice.choice(HOUSES)}-{dice.choice(TRADES)}.test")
        )
    name = dice.choice(ABROAD_GIVEN)
    if dice.random() < 0.5:
        return f"{name}{dice.randrange(10, 9999)}@{dice.choice(ABROAD_POSTS)}"
    return f"{name}.{dice.choice('bcdfghklmnprstvw')}@{dice.choice(ABROAD)}-{dice.choice(ABROAD_TRADES)}.test"


def attack(story: Story) -> None:
    """312 messages in 19 minutes to 340 recipients, 330 of them never mailed before; then what comes back."""
    dice = story.dice
    start = datetime(2025, 10, 18, 13, 58, 2, tzinfo=JST)
    offsets = sorted((0.0, 1127.0, *(dice.uniform(1, 1126) for _ in range(310))))
    met = {address for mail in (*story.sent, *story.inbox) for address in (*mail.to, *mail.cc, *mail.bcc, mail.sender)}
    known = iter(dice.sample(story.customers, k=10))
    pairs = set(dice.sample(range(312), k=28))
    with_known = set(dice.sample(sorted(set(range(312)) - pairs), k=10))
    made: list[Mail] = []
    for number, offset in enumerate(offsets):
        pick, family = dice.random(), 0
        while pick > ATTACK_SUBJECTS[family][1] and family < 2:
            pick -= ATTACK_SUBJECTS[family][1]
            family += 1
        to: list[str] = [next(known)] if number in with_known else []
        while len(to) < (2 if number in pairs else 1):
            address = stranger(story, is_abroad=family > 0)
            if address not in met:
                met.add(address)
                to.append(address)
        made.append(
            Mail(start + timedelta(seconds=int(offset)), ADDRESS, tuple(to), ATTACK_SUBJECTS[family][0],
                 story.new_id("vps-20413.hosting.test"), "Billing Center" if family else "お客様サポートセンター",
                 ATTACK_MAILER, zone=timezone(timedelta(hours=-5)), padded_bytes=2048)
        )  # fmt: skip
    story.sent.extend(made)
    for failed in dice.sample(made, k=47):
        at = failed.at + timedelta(seconds=dice.choice((3, 5, 8, 14, 40, 95, 240)))
        story.inbox.append(bounce(story, failed, at))
    for met_by in dice.sample(made, k=11):
        host = met_by.to[0].partition("@")[2]
        is_german = met_by.subject.startswith("Wichtig")
        subject = ("Automatische Antwort: " if is_german else "自動応答: ") + met_by.subject
        story.inbox.append(
            Mail(met_by.at + timedelta(seconds=dice.randrange(2, 20)), met_by.to[0], (ADDRESS,), subject,
                 story.new_id(host), reply_to_id=met_by.message_id, extra=("Auto-Submitted: auto-replied",))
        )  # fmt: skip
    for number, met_by in enumerate(dice.sample([mail for mail in made if "重要" in mail.subject], k=4)):
        host = met_by.to[0].partition("@")[2]
        story.inbox.append(
            Mail(met_by.at + timedelta(minutes=6 + 3 * number), met_by.to[0], (ADDRESS,), "Re: " + met_by.subject,
                 story.new_id(host), dice.choice(KANJI), reply_to_id=met_by.message_id)
        )  # fmt: skip
    story.inbox.append(
        Mail(datetime(2025, 10, 18, 14, 21, 40, tzinfo=JST), "postmaster@rental-hosting.example", (ADDRESS,),
             "【重要】送信数の上限に達したため、送信を一時停止しました", story.new_id("rental-hosting.example"))
    )  # fmt: skip


def tell() -> Story:
    story = Story(random.Random(20251018))  # noqa: S311 - a story, not a secret
    while len(story.customers) < 110:
        address = story.person(company(story.dice))
        if address not in story.customers:
            story.customers.append(address)
    for day in days():
        ordinary_day(story, day)
        if is_month_end(day):
            invoices(story, day)
        if day == date(2025, 8, 5):
            announcement(story)
    attack(story)
    for box in (story.sent, story.inbox):
        box[:] = sorted((mail for mail in box if mail.at < NOW), key=lambda mail: (mail.at, mail.message_id))
    return story


def word(text: str) -> str:
    """Encode a header text (RFC 2047), folded."""
    if text.isascii():
        return text
    parts, part = [], ""
    for sign in text:
        if len((part + sign).encode()) > 42:
            parts.append(part)
            part = ""
        part += sign
    encoded = (base64.b64encode(piece.encode()).decode() for piece in (*parts, part))
    return "\n ".join(f"=?UTF-8?B?{piece}?=" for piece in encoded)


def folded(addresses: tuple[str, ...]) -> str:
    return ",\n ".join(addresses)


def stamp(at: datetime) -> str:
    # Not strftime: its names follow the locale.
    day, month = "Mon Tue Wed Thu Fri Sat Sun".split()[at.weekday()], "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec"
    return f"{day}, {at.day} {month.split()[at.month - 1]} {at:%Y %H:%M:%S %z}"


def as_mbox(mails: list[Mail], *, is_sent: bool) -> bytes:
    lines: list[str] = []
    for mail in mails:
        day, number, month, year, clock, _ = stamp(mail.at.astimezone(UTC)).replace(",", "").split()
        lines.append(f"From {'-' if is_sent else mail.sender} {day} {month} {number:>2} {clock} {year}")
        own: list[str] = []
        if not is_sent:
            host = mail.sender.partition("@")[2]
            own.append(
                f"Received: from mx.{host.removeprefix('mx.')} by mail.rental-hosting.example;\n\t{stamp(mail.at)}"
            )
        own.append(f"From: {word(mail.name) + ' ' if mail.name else ''}<{mail.sender}>")
        own.append(f"To: {folded(mail.to)}")
        own.extend(f"{name}: {folded(people)}" for name, people in (("Cc", mail.cc), ("Bcc", mail.bcc)) if people)
        own.append(f"Subject: {word(mail.subject)}")
        own.append(f"Date: {stamp(mail.at.astimezone(mail.zone))}")
        own.append(f"Message-ID: <{mail.message_id}>")
        if mail.reply_to_id:
            own.extend((f"In-Reply-To: <{mail.reply_to_id}>", f"References: <{mail.reply_to_id}>"))
        if mail.mailer:
            own.append(f"X-Mailer: {mail.mailer}")
        own.append("MIME-Version: 1.0")
        own.extend(mail.extra or ("Content-Type: text/plain; charset=UTF-8",))
        size = len("\n".join((*own, "", mail.body)).encode())
        lines.extend((*own, "", mail.body + "." * max(0, mail.padded_bytes - size), ""))
    return ("\n".join(lines) + "\n").encode()


def write(folder: Path) -> None:
    story = tell()
    (folder / "mail").mkdir(parents=True, exist_ok=True)
    for name, mails, is_sent in (("Inbox", story.inbox, False), ("Sent", story.sent, True)):
        data = as_mbox(mails, is_sent=is_sent)
        (folder / "mail" / f"{name}.mbox.gz").write_bytes(gzip.compress(data, compresslevel=9, mtime=0))
        print(f"{name}: {len(mails)} messages, {len(data)} bytes")
    about = {
        "address": ADDRESS, "display_name": SHOP_NAME, "role": "system", "time_zone": "Asia/Tokyo",
        "now": NOW.isoformat(), "mail": "mail",
    }  # fmt: skip
    (folder / "sample.json").write_text(json.dumps(about, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    write(Path(__file__).resolve().parents[1] / "resources" / "sample")
