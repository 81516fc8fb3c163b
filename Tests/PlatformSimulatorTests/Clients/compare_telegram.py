"""Plays one script with aiogram and with python-telegram-bot: the chat logs must be equal."""
import asyncio
import json

import aiogram.types as a
import telegram as p
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from telegram.ext import ApplicationBuilder

from checks import BASE, check, control, finish

FIRST = ("sim_bot", "7001002003:AAtesttesttesttesttesttesttesttest")
SECOND = ("other_bot", "7001002004:AAtesttesttesttesttesttesttesttest")


def meet(bot):
    control(f"tg/{bot}/people", {"id": 501, "first_name": "Анна"})
    control(f"tg/{bot}/messages", {"from": 501, "text": "Здравствуйте"})
    return control(f"tg/{bot}/ledger")["chats"][0]["messages"][0]["message_id"]


async def with_aiogram(asked):
    async with Bot(FIRST[1], session=AiohttpSession(api=TelegramAPIServer.from_base(BASE))) as bot:
        keys = a.InlineKeyboardMarkup(inline_keyboard=[[
            a.InlineKeyboardButton(text="Да", callback_data="yes")]])
        text = await bot.send_message(
            501, "жирный 👍", entities=[a.MessageEntity(type="bold", offset=0, length=6)],
            reply_markup=keys, reply_parameters=a.ReplyParameters(message_id=asked),
            disable_notification=True, link_preview_options=a.LinkPreviewOptions(is_disabled=True))
        await bot.edit_message_text("иначе", chat_id=501, message_id=text.message_id)
        album = await bot.send_media_group(501, [
            a.InputMediaPhoto(media=a.BufferedInputFile(b"1", "1.png"), caption="два"),
            a.InputMediaPhoto(media=a.BufferedInputFile(b"2", "2.png"))])
        file = await bot.send_document(501, a.BufferedInputFile(b"pdf", "a.pdf"), caption="вот")
        await bot.edit_message_caption(
            chat_id=501, message_id=file.message_id, caption="<b>вот</b>", parse_mode="HTML")
        await bot.send_document(501, file.document.file_id)
        poll = await bot.send_poll(501, "Когда?", ["сегодня", "завтра"], is_anonymous=False)
        await bot.stop_poll(501, poll.message_id)
        await bot.set_message_reaction(501, asked, [a.ReactionTypeEmoji(emoji="👍")])
        await bot.pin_chat_message(501, text.message_id)
        await bot.forward_message(501, 501, text.message_id)
        await bot.copy_message(501, 501, file.message_id, caption="копия")
        await bot.delete_messages(501, [album[0].message_id, album[1].message_id])
        await bot.send_location(501, 55.75, 37.62)
        await bot.send_contact(501, "+79990001122", "Олег")


async def with_telegram(asked):
    app = (ApplicationBuilder().token(SECOND[1]).base_url(BASE + "/bot")
           .base_file_url(BASE + "/file/bot").build())
    await app.initialize()
    bot = app.bot
    keys = p.InlineKeyboardMarkup([[p.InlineKeyboardButton("Да", callback_data="yes")]])
    text = await bot.send_message(
        501, "жирный 👍", entities=[p.MessageEntity("bold", 0, 6)], reply_markup=keys,
        reply_parameters=p.ReplyParameters(asked), disable_notification=True,
        link_preview_options=p.LinkPreviewOptions(is_disabled=True))
    await bot.edit_message_text("иначе", 501, text.message_id)
    album = await bot.send_media_group(501, [
        p.InputMediaPhoto(b"1", caption="два", filename="1.png"),
        p.InputMediaPhoto(b"2", filename="2.png")])
    file = await bot.send_document(501, b"pdf", filename="a.pdf", caption="вот")
    await bot.edit_message_caption(501, file.message_id, caption="<b>вот</b>", parse_mode="HTML")
    await bot.send_document(501, file.document.file_id)
    poll = await bot.send_poll(501, "Когда?", ["сегодня", "завтра"], is_anonymous=False)
    await bot.stop_poll(501, poll.message_id)
    await bot.set_message_reaction(501, asked, "👍")
    await bot.pin_chat_message(501, text.message_id)
    await bot.forward_message(501, 501, text.message_id)
    await bot.copy_message(501, 501, file.message_id, caption="копия")
    await bot.delete_messages(501, [album[0].message_id, album[1].message_id])
    await bot.send_location(501, 55.75, 37.62)
    await bot.send_contact(501, "+79990001122", "Олег")
    await app.shutdown()


async def main():
    await with_aiogram(meet(FIRST[0]))
    await with_telegram(meet(SECOND[0]))
    first, second = (control(f"tg/{bot}/log") for bot in (FIRST[0], SECOND[0]))
    lines = list(zip(first["chats"][0]["messages"], second["chats"][0]["messages"]))
    for one, other in lines:
        check(f"line {one['number']}", one == other, json.dumps([one, other], ensure_ascii=False))
    check("equal", first == second)
    control(f"tg/{SECOND[0]}/messages", {"from": 501, "text": "ещё"})
    check("not equal any more", first != control(f"tg/{SECOND[0]}/log"))
    finish(len(lines) + 2)


asyncio.run(main())
