"""A private SMTP server for the demo and the tests: letters to one address go into that mailbox's
folder, all others into a folder that stands for the rest of the world.

With MAILROOM_FILES_SENT=yes it files what it takes from that address into its Sent, as Gmail does.
Everything that it was asked is told in FOLDER/smtp.jsonl, and it misbehaves as
FOLDER/trouble.json says; see Trouble."""

import asyncio
import json
import mailbox
import os
import sys

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP


class Trouble:
    """What goes wrong, read anew at each step: a list of rules, the first that fits counts.

    {"id": "a", "at": "mail | rcpt | data | letter | dot", "do": "REPLY | drop | hold",
     "to": ADDRESS, "times": 1, "filed": false}

    A REPLY is what the server says instead, "drop" closes the connection, "hold" waits until the
    file release-ID is there, and then goes on. `letter` is amid the letter's text. `filed` is for
    the dot: the letter is taken all the same, and what goes wrong is the answer."""

    def __init__(self, folder):
        self.folder = folder
        self.played = {}

    def rule(self, step, recipients):
        try:
            with open(os.path.join(self.folder, "trouble.json"), encoding="utf-8") as file:
                rules = json.load(file)
        except FileNotFoundError:
            return None
        for rule in rules:
            fits = rule["at"] == step and rule.get("to", recipients[0]) in recipients
            if fits and self.played.get(rule["id"], 0) < rule.get("times", 1):
                self.played[rule["id"]] = self.played.get(rule["id"], 0) + 1
                return rule
        return None

    async def play(self, rule, server):
        """Returns what to answer instead; None when it goes on as if nothing had been."""
        if rule["do"] == "hold":
            release = os.path.join(self.folder, "release-" + rule["id"])
            for _ in range(30_000):
                if os.path.exists(release):
                    return None
                if server.transport is None or server.transport.is_closing():
                    break
                await asyncio.sleep(0.02)
        if rule["do"] in ("drop", "hold"):
            if server.transport is not None:
                server.transport.abort()
            return "421 4.3.0 gone"
        return rule["do"]


class Sorter:
    """Files each letter by its recipients."""

    def __init__(self, own_address, own_folder, folder, files_sent):
        self.own_address = own_address.lower()
        self.own = mailbox.Maildir(own_folder)
        self.world = mailbox.Maildir(os.path.join(folder, "world"))
        sent = os.path.join(own_folder, ".Sent")
        self.sent = mailbox.Maildir(sent) if files_sent else None
        self.log = open(os.path.join(folder, "smtp.jsonl"), "a", encoding="utf-8")
        self.trouble = Trouble(folder)

    async def meets(self, step, server, recipients):
        """What to answer at this step instead of going on."""
        rule = self.trouble.rule(step, recipients or [""])
        self.tell(step, recipients, rule)
        return await self.trouble.play(rule, server) if rule else None

    def tell(self, step, recipients, rule=None):
        line = {"step": step, "to": recipients}
        if rule:
            line["trouble"] = rule["do"]
        print(json.dumps(line), file=self.log, flush=True)

    async def handle_MAIL(self, server, session, envelope, address, options):
        instead = await self.meets("mail", server, [])
        if instead is None:
            envelope.mail_from = address
            envelope.mail_options.extend(options)
        return instead or "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        instead = await self.meets("rcpt", server, [address])
        if instead is None:
            envelope.rcpt_tos.append(address)
            envelope.rcpt_options.extend(options)
        return instead or "250 OK"

    async def handle_DATA(self, server, session, envelope):
        recipients = envelope.rcpt_tos
        rule = self.trouble.rule("dot", recipients)
        self.tell("dot", recipients, rule)
        if rule and not rule.get("filed"):
            instead = await self.trouble.play(rule, server)
            if instead is not None:
                return instead
        self.file(envelope)
        self.tell("filed", recipients)
        if rule and rule.get("filed"):
            return await self.trouble.play(rule, server) or "250 2.0.0 filed"
        return "250 2.0.0 filed"

    def file(self, envelope):
        if self.sent is not None and envelope.mail_from.lower() == self.own_address:
            letter = mailbox.MaildirMessage(envelope.original_content)
            letter.set_subdir("cur")
            letter.set_flags("S")
            self.sent.add(letter)
        for recipient in envelope.rcpt_tos:
            folder = self.own if recipient.lower() == self.own_address else self.world
            folder.add(envelope.original_content)


class TroubledSMTP(SMTP):
    """Also misbehaves where the library asks nobody."""

    async def smtp_DATA(self, arg):
        recipients = self.envelope.rcpt_tos
        instead = await self.event_handler.meets("data", self, recipients)
        if instead is not None:
            await self.push(instead)
            return
        if await self.breaks_off(recipients):
            return
        await super().smtp_DATA(arg)

    async def breaks_off(self, recipients):
        rule = self.event_handler.trouble.rule("letter", recipients or [""])
        if rule is None:
            return False
        self.event_handler.tell("letter", recipients, rule)
        await self.push("354 go on")
        await self._reader.readuntil(b"\r\n")
        await self.event_handler.trouble.play({**rule, "do": "drop"}, self)
        return True


class TroubledController(Controller):
    def factory(self):
        return TroubledSMTP(self.handler, **self.SMTP_kwargs)


def main():
    port, own_address, own_folder, folder = sys.argv[1:]
    files_sent = os.environ.get("MAILROOM_FILES_SENT") == "yes"
    controller = TroubledController(
        Sorter(own_address, own_folder, folder, files_sent), hostname="127.0.0.1", port=int(port)
    )
    controller.start()
    print("ready", flush=True)
    try:
        sys.stdin.read()
    finally:
        controller.stop()


if __name__ == "__main__":
    main()
