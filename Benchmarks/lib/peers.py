"""What the parsers of other projects make of the same payloads, and how fast.

usage: peers.py PLATFORM FOLDER ROUNDS    prints one JSON line; the time is this thread's processor time
"""

import json
import sys
import time
from pathlib import Path


def telegram():
    from aiogram.types import Update

    return Update.model_validate_json


def vk():
    """What a bot of vkbottle gets: its message type for messages, else the event's own type."""
    from vkbottle import API
    from vkbottle.tools.mini_types.bot import message_min
    from vkbottle_types.events import bot_events

    api = API("token")

    def read(body):
        event = json.loads(body)
        if event["type"] == "message_new":
            return message_min(event, api)
        name = "".join(word.capitalize() for word in event["type"].split("_"))
        return getattr(bot_events, name)(**event)

    return read


def email():
    """The letter with its usual headers decoded and its texts as strings."""
    from email import message_from_bytes, policy

    headers = ["From", "To", "Subject", "Date", "Message-ID", "In-Reply-To", "References"]

    def read(body):
        letter = message_from_bytes(body, policy=policy.default)
        parts = [part for part in letter.walk() if not part.is_multipart()]
        texts = [part.get_content() for part in parts if part.get_content_maintype() == "text"]
        return [str(letter[name]) for name in headers if letter[name]], texts

    return read


READERS = {"tg": telegram, "vk": vk, "email": email}


def reads(read, body):
    """Whether it reads this payload at all."""
    try:
        read(body)
        return True
    except Exception:
        return False


def main(platform, folder, rounds):
    read = READERS[platform]()
    bodies = [path.read_bytes() for path in sorted(Path(folder).iterdir())]
    for body in bodies:
        read(body)
    begun = time.thread_time()
    for _ in range(rounds):
        for body in bodies:
            read(body)
    spent = time.thread_time() - begun
    print(json.dumps({"payloads_per_second": len(bodies) * rounds / spent}))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
