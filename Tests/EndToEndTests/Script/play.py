"""Plays a script as a bot made with a library of others, and prints what it heard.

usage: play.py aiogram|telegram SIMULATOR TOKEN BOT SCRIPT      prints one line of JSON
"""
import asyncio
import json
import sys
import urllib.request

import heard
from libraries import LIBRARIES

LONGEST_WAIT = 20


class Player:
    def __init__(self, library, base, bot, script):
        self.library, self.base, self.name = library, base, bot
        self.bot, self.types = library.bot, library.types
        self.places = script["places"]
        self.messages, self.presses, self.heard, self.offset = {}, {}, [], 0

    async def play(self, steps):
        await self.library.open()
        await self.updates(0)
        for number, step in enumerate(steps):
            try:
                await getattr(self, step["do"])(step)
            except Exception as error:
                raise RuntimeError(f"step {number}: {json.dumps(step, ensure_ascii=False)}") from error
        rest = await self.updates(0)
        assert rest == [], rest
        await self.library.close()

    # The world

    def control(self, path, body):
        url = f"{self.base}/_sim/tg/{self.name}/{path}"
        request = urllib.request.Request(url, data=json.dumps(self.filled(body)).encode())
        with urllib.request.urlopen(request) as answer:
            return json.loads(answer.read())

    def filled(self, value):
        """An order with the numbers of messages in the places of their names."""
        if isinstance(value, dict):
            return {name: self.filled(one) for name, one in value.items()}
        if isinstance(value, list):
            return [self.filled(one) for one in value]
        if not isinstance(value, str) or not value.startswith("@"):
            return value
        if value.endswith(".poll"):
            return self.messages[value[1:-len(".poll")]][0].poll.id
        return self.number(value[1:])

    async def order(self, step):
        self.control(step["path"], step["order"])

    async def hear(self, step):
        made = [self.control(step["path"], order) for order in step["orders"]]
        updates = []
        while len(updates) < len(step["orders"]):
            fresh = await self.updates(LONGEST_WAIT)
            assert fresh, "nothing was heard"
            updates += fresh
        told = heard.lines(updates)
        assert len(told) == step.get("times", 1), told
        self.heard += told
        if "as" in step:
            self.presses[step["as"]] = made[0].get("callback_query_id")
            self.messages[step["as"]] = [update.effective for update in map(heard.Heard, updates)]

    async def updates(self, timeout):
        """What has come, without what comes back of our own."""
        updates = await self.bot.get_updates(
            offset=self.offset, timeout=timeout, allowed_updates=heard.KINDS)
        self.offset = updates[-1].update_id + 1 if updates else self.offset
        return [update for update in updates if not heard.Heard(update).is_own]

    # What is sent

    def number(self, name):
        return self.messages[name][0].message_id

    def numbers(self, names):
        return [message.message_id for name in names for message in self.messages[name]]

    def chat(self, name):
        return self.messages[name][0].chat.id

    def connection(self, name):
        found = getattr(self.messages[name][0], "business_connection_id", None)
        return {"business_connection_id": found} if found else {}

    def text(self, step, words="text", entities="entities"):
        """A text's parameters, by their names in a message or below a file."""
        if "entities" in step:
            marks = [self.types.MessageEntity(**entity) for entity in step["entities"]]
            return {words: step["text"], entities: marks}
        if "html" in step:
            return {words: step["html"], "parse_mode": "HTML"}
        return {words: step["text"]} if "text" in step else {}

    def caption(self, step):
        return self.text(step, "caption", "caption_entities")

    def markup(self, step):
        if step.get("buttons"):
            rows = [[self.button(one) for one in row] for row in step["buttons"]]
            return {"reply_markup": self.types.InlineKeyboardMarkup(inline_keyboard=rows)}
        if step.get("keys"):
            rows = [[self.key(one) for one in row] for row in step["keys"]]
            keyboard = self.types.ReplyKeyboardMarkup(keyboard=rows, resize_keyboard=True)
            return {"reply_markup": keyboard}
        return {}

    def button(self, one):
        does = {"callback_data": one.get("data"), "url": one.get("url")}
        if "copy" in one:
            does["copy_text"] = self.types.CopyTextButton(text=one["copy"])
        return self.types.InlineKeyboardButton(text=one["text"], **does)

    def key(self, one):
        asks = {f"request_{one['asks']}": True} if "asks" in one else {}
        return self.types.KeyboardButton(text=one["text"], **asks)

    def manner(self, step):
        """Where to and how, whatever it is."""
        manner = dict(self.places[step["in"]])
        if step.get("silent"):
            manner["disable_notification"] = True
        if "reply_to" in step:
            manner["reply_parameters"] = self.types.ReplyParameters(
                message_id=self.number(step["reply_to"]))
        return manner

    def media(self, file, caption):
        """A file as an item of an album, or as what another one becomes."""
        kind = getattr(self.types, "InputMedia" + file["kind"].capitalize())
        return kind(
            **self.library.upload("media", file["text"].encode(), file["name"]), **caption)

    async def send(self, step):
        sent = await self.sent(step, {**self.manner(step), **self.markup(step)})
        sent = list(sent) if isinstance(sent, (list, tuple)) else [sent]
        wanted = step.get("text") if "html" not in step else None
        said = sent[0].text or sent[0].caption
        assert wanted is None or said == wanted, (wanted, said)
        assert len(sent) == max(1, len(step.get("files", []))), sent
        if "reply_to" in step:
            assert sent[0].reply_to_message.message_id == self.number(step["reply_to"]), sent
        self.messages[step["as"]] = sent

    async def sent(self, step, manner):
        files = step.get("files", [])
        if len(files) > 1:
            # The first has the words of all.
            items = [self.media(f, self.caption(step) if f is files[0] else {}) for f in files]
            return await self.bot.send_media_group(media=items, **manner)
        if files:
            return await self.send_file(files[0], {**manner, **self.caption(step)})
        for thing in ("poll", "contact", "dice"):
            if thing in step:
                return await getattr(self.bot, f"send_{thing}")(**step[thing], **manner)
        if "location" in step:
            kind = "venue" if "title" in step["location"] else "location"
            return await getattr(self.bot, f"send_{kind}")(**step["location"], **manner)
        if step.get("hides_preview"):
            manner["link_preview_options"] = self.types.LinkPreviewOptions(is_disabled=True)
        return await self.bot.send_message(**self.text(step), **manner)

    async def send_file(self, file, manner):
        kind = file["kind"]
        if "of" in file:
            known = getattr(self.messages[file["of"]][0], kind)
            # Of a photo there are several sizes, the largest last.
            manner[kind] = (known[-1] if kind == "photo" else known).file_id
        else:
            manner |= self.library.upload(kind, file["text"].encode(), file["name"])
        return await getattr(self.bot, f"send_{kind}")(**manner)

    # What is done to messages

    def named(self, name):
        return {"chat_id": self.chat(name), "message_id": self.number(name)}

    async def edit(self, step):
        name = step["of"]
        target = {**self.named(name), **self.connection(name), **self.markup(step)}
        has_words = "text" in step or "html" in step
        if "file" in step:
            media = self.media(step["file"], self.caption(step))
            changed = await self.bot.edit_message_media(media=media, **target)
        elif not has_words:
            changed = await self.bot.edit_message_reply_markup(**target)
        elif self.messages[name][0].text is None:
            changed = await self.bot.edit_message_caption(**self.caption(step), **target)
        else:
            changed = await self.bot.edit_message_text(**self.text(step), **target)
        assert changed.message_id == self.number(name) and changed.edit_date, changed
        self.messages[name][0] = changed

    async def delete(self, step):
        names = step["of"]
        numbers, connection = self.numbers(names), self.connection(names[0])
        chat = self.chat(names[0])
        if connection:
            done = await self.bot.delete_business_messages(message_ids=numbers, **connection)
        elif len(numbers) == 1:
            done = await self.bot.delete_message(chat_id=chat, message_id=numbers[0])
        else:
            done = await self.bot.delete_messages(chat_id=chat, message_ids=numbers)
        assert done is True, done

    async def forward(self, step):
        numbers, source = self.numbers(step["of"]), self.chat(step["of"][0])
        verb = "copy" if step.get("copy") else "forward"
        many = "s" if len(numbers) > 1 else ""
        which = {"message_ids": numbers} if many else {"message_id": numbers[0]}
        done = await getattr(self.bot, f"{verb}_message{many}")(
            from_chat_id=source, **which, **self.manner(step))
        assert not many or len(done) == len(numbers), done

    async def react(self, step):
        given = [self.types.ReactionTypeEmoji(emoji=step["emoji"])] if "emoji" in step else []
        assert await self.bot.set_message_reaction(reaction=given, **self.named(step["to"]))

    async def pin(self, step):
        silent = {"disable_notification": True} if step.get("silent") else {}
        assert await self.bot.pin_chat_message(**self.named(step["of"]), **silent)

    async def unpin(self, step):
        assert await self.bot.unpin_chat_message(**self.named(step["of"]))

    async def stop_poll(self, step):
        assert (await self.bot.stop_poll(**self.named(step["of"]))).is_closed

    async def act(self, step):
        assert await self.bot.send_chat_action(action=step["action"], **self.places[step["in"]])

    async def answer(self, step):
        assert await self.bot.answer_callback_query(
            self.presses[step["to"]], text=step["text"], show_alert=step.get("alert"))

    async def read(self, step):
        assert await self.bot.read_business_message(
            **self.named(step["to"]), **self.connection(step["to"]))


def main(library, base, token, bot, path):
    with open(path, encoding="utf-8") as file:
        script = json.load(file)
    library = LIBRARIES[library]

    async def play():
        player = Player(library(base, token), base, bot, script)
        await player.play(script["steps"])
        return player.heard

    print(json.dumps(asyncio.run(play()), ensure_ascii=False))


main(*sys.argv[1:])
