"""Makes the folders of payloads that both sides read.

usage: payloads.py REPOSITORY FOLDER [PLATFORM=MORE]...

`PLATFORM-small` holds 1,000 short messages, no two alike; `PLATFORM-cases` the adapters' golden cases;
`PLATFORM-more` the files of the folder MORE. Of the last two those are left out that the other project's
parser refuses, so that both sides do the same work. Prints a line for each: NAME {"payloads", "refused"}.
"""

import base64
import json
import sys
from pathlib import Path

import peers

PEOPLE = ["Анна Петрова", "Иван Сидоров", "Мария Ли", "John Smith", "Олег", "Zoë Müller", "Пётр Ильич"]
TEXTS = [
    "Здравствуйте! Подскажите, доставка до Казани есть?",
    "Где мой заказ?",
    "Спасибо, всё пришло 👍",
    "Hello, is the blue one still available? I would take two of them.",
    "Размер не подошёл. Можно обменять на 42-й? Чек сохранился, бирки на месте, вещь не ношеная.",
]


def telegram(number):
    first, _, last = PEOPLE[number % len(PEOPLE)].partition(" ")
    person = {"id": 501000000 + number, "first_name": first, "username": f"user{number}"}
    if last:
        person["last_name"] = last
    message = {
        "message_id": 1000 + number,
        "from": {**person, "is_bot": False, "language_code": "ru"},
        "chat": {**person, "type": "private"},
        "date": 1790000000 + number,
        "text": TEXTS[number % len(TEXTS)],
    }
    return json.dumps({"update_id": 482000000 + number, "message": message})


def vk(number):
    message = {
        "date": 1790000000 + number, "from_id": 500100000 + number, "id": 5000 + number,
        "version": 10000000 + number, "out": 0, "important": False, "is_hidden": False,
        "attachments": [], "conversation_message_id": 100 + number, "fwd_messages": [],
        "text": TEXTS[number % len(TEXTS)], "peer_id": 500100000 + number, "random_id": 0,
    }
    client = {
        "button_actions": ["text", "vkpay", "open_app", "location", "open_link", "callback"],
        "keyboard": True, "inline_keyboard": True, "carousel": True, "lang_id": 0,
    }
    event = {
        "group_id": 222000111, "type": "message_new", "event_id": f"{number:040x}", "v": "5.199",
        "object": {"client_info": client, "message": message}, "secret": "aaQ13axAPQEcczQa",
    }
    return json.dumps(event, ensure_ascii=False, separators=(",", ":"))


def word(text):
    return f"=?utf-8?B?{base64.b64encode(text.encode()).decode()}?="


def email(number):
    text = base64.b64encode((TEXTS[number % len(TEXTS)] + "\r\n").encode()).decode()
    lines = [
        f"Return-Path: <client{number}@example.org>",
        f"Received: from mx{number % 9}.example.org (mx.example.org [192.0.2.7])",
        f"\tby mail.shop.example with ESMTPS id {number:012x};",
        "\tMon, 21 Sep 2026 10:00:00 +0300",
        "DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=example.org; s=mail;",
        "\th=from:to:subject:date:message-id; bh=" + "A" * 43 + "=; b=" + "B" * 172,
        f"From: {word(PEOPLE[number % len(PEOPLE)])} <client{number}@example.org>",
        f"To: {word('Поддержка')} <support@shop.example>",
        f"Subject: {word(f'Заказ {number}')}",
        f"Message-ID: <{number}.{'a' * 20}@example.org>",
        "Date: Mon, 21 Sep 2026 10:00:00 +0300",
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=utf-8",
        "Content-Transfer-Encoding: base64",
        "",
        text,
        "",
    ]
    return "\r\n".join(lines)


SMALL = {"tg": telegram, "vk": vk, "email": email}
CASES = {
    "tg": "Telegram/Tests/Cases/*/payload.json",
    "vk": "VK/Tests/Cases/Received/*/payload.json",
    "email": "Email/Tests/Cases/*/payload.eml",
}


def put(folder, bodies, read):
    """Writes those that the peer reads, by their names, and says how many it refuses."""
    folder.mkdir(parents=True)
    taken = {name: body for name, body in bodies.items() if peers.reads(read, body)}
    for name, body in taken.items():
        (folder / name).write_bytes(body)
    print(folder.name, json.dumps({"payloads": len(taken), "refused": len(bodies) - len(taken)}))


def main(repository, target, more):
    for platform in SMALL:
        suffix = "eml" if platform == "email" else "json"
        read = peers.READERS[platform]()
        small = {f"{n:04}.{suffix}": SMALL[platform](n).encode() for n in range(1000)}
        put(target / f"{platform}-small", small, read)
        cases = (repository / "Adapters").glob(CASES[platform])
        put(
            target / f"{platform}-cases",
            {f"{path.parent.name}.{suffix}": path.read_bytes() for path in sorted(cases)}, read)
        if platform in more:
            files = sorted(path for path in Path(more[platform]).iterdir() if path.is_file())
            put(
                target / f"{platform}-more", {path.name: path.read_bytes() for path in files}, read)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), dict(one.split("=", 1) for one in sys.argv[3:]))
