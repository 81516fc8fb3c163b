"""A private SMTP server for the demo and the tests: letters to one address go into that mailbox's
folder, all others into a folder that stands for the rest of the world."""

import mailbox
import sys

from aiosmtpd.controller import Controller


class Sorter:
    """Files each letter by its recipients."""

    def __init__(self, own_address, own_folder, world_folder):
        self.own_address = own_address.lower()
        self.own = mailbox.Maildir(own_folder)
        self.world = mailbox.Maildir(world_folder)

    async def handle_DATA(self, server, session, envelope):
        for recipient in envelope.rcpt_tos:
            folder = self.own if recipient.lower() == self.own_address else self.world
            folder.add(envelope.original_content)
        return "250 2.0.0 filed"


def main():
    port, own_address, own_folder, world_folder = sys.argv[1:]
    controller = Controller(
        Sorter(own_address, own_folder, world_folder), hostname="127.0.0.1", port=int(port)
    )
    controller.start()
    print("ready", flush=True)
    try:
        sys.stdin.read()
    finally:
        controller.stop()


if __name__ == "__main__":
    main()
