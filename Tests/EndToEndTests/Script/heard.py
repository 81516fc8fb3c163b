"""What updates of a library say, in words that are the same for every player."""

KINDS = [
    "message", "edited_message", "channel_post", "business_connection", "business_message",
    "callback_query", "message_reaction", "poll_answer", "my_chat_member",
]
FILES = ["photo", "document", "video", "audio", "voice", "animation"]


class Heard:
    """An update: its kind, and the object that it brings."""

    def __init__(self, update):
        self.kind, self.object = next(
            (kind, getattr(update, kind)) for kind in KINDS if getattr(update, kind, None))

    @property
    def effective(self):
        """The message that it is or that it is about."""
        return getattr(self.object, "message", None) or self.object

    @property
    def is_own(self):
        """What we send through a business connection comes back."""
        return self.kind == "business_message" and self.object.sender_business_bot is not None

    @property
    def lines(self):
        return getattr(self, self.kind)(self.object)

    def message(self, message, what="message"):
        sender = message.from_user or message.sender_chat
        thread = message.message_thread_id if message.is_topic_message else None
        reply = message.reply_to_message
        return [without_none({
            "what": what, "chat": str(message.chat.id), "from": str(sender.id),
            "message": str(message.message_id), "text": message.text or message.caption,
            "files": [kind for kind in FILES if getattr(message, kind, None)] or None,
            "reply_to": str(reply.message_id) if reply else None,
            "thread": str(thread) if thread else None,
            "connection": message.business_connection_id,
        })]

    channel_post = business_message = message

    def edited_message(self, message):
        return self.message(message, "edit")

    def callback_query(self, press):
        return [{
            "what": "press", "chat": str(press.message.chat.id), "from": str(press.from_user.id),
            "message": str(press.message.message_id), "data": press.data,
        }]

    def message_reaction(self, change):
        old, new = ([one.emoji for one in side] for side in (change.old_reaction, change.new_reaction))
        told = {
            "chat": str(change.chat.id), "from": str(change.user.id),
            "message": str(change.message_id),
        }
        gone = [{"what": "reaction_removed", **told, "emoji": one} for one in old if one not in new]
        return gone + [
            {"what": "reaction_added", **told, "emoji": one} for one in new if one not in old]

    def poll_answer(self, answer):
        return [{
            "what": "vote", "from": str(answer.user.id), "poll": answer.poll_id,
            "options": [str(option) for option in answer.option_ids],
        }]

    def my_chat_member(self, change):
        states = {"kicked": "blocked", "member": "unblocked"}
        return [{
            "what": states[str(getattr(change.new_chat_member.status, "value", None)
                               or change.new_chat_member.status)],
            "from": str(change.from_user.id)}]

    def business_connection(self, connection):
        return [{"what": "connection", "name": connection.id, "from": str(connection.user.id)}]


def without_none(members):
    return {name: value for name, value in members.items() if value is not None}


def lines(updates):
    """A line for each thing that happened; the items of an album are one."""
    told, albums = [], {}
    for update in map(Heard, updates):
        album = getattr(update.object, "media_group_id", None)
        if album in albums:
            albums[album]["files"] += update.lines[0]["files"]
            continue
        fresh = update.lines
        if album:
            albums[album] = fresh[0]
        told += fresh
    return told
