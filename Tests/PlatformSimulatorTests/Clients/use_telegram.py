"""Drives the simulated Telegram with python-telegram-bot: calls, files, and an Application that polls."""
import asyncio
import logging

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, ReplyParameters
from telegram.error import (
    BadRequest, Conflict, Forbidden, InvalidToken, NetworkError, RetryAfter)
from telegram.ext import ApplicationBuilder, CallbackQueryHandler, MessageHandler, filters

from checks import BASE, check, control, finish

# The library logs the answers that it is meant to fail on.
logging.disable(logging.CRITICAL)

TOKEN = "7001002003:AAtesttesttesttesttesttesttesttest"
BOT = "tg/sim_bot"


def build(token=TOKEN):
    return (ApplicationBuilder().token(token).base_url(BASE + "/bot")
            .base_file_url(BASE + "/file/bot").build())


async def raises(kind, call):
    try:
        await call
    except kind as error:
        return error
    return None


async def calls(bot):
    me = await bot.get_me()
    check("getMe", me.id == 7001002003 and me.username == "sim_bot", me)
    sent = await bot.send_message(501, "Привет 🙂")
    check("sendMessage", sent.text == "Привет 🙂" and sent.from_user.is_bot, sent)
    reply = await bot.send_message(
        501, "в ответ", reply_parameters=ReplyParameters(sent.message_id))
    check("reply", reply.reply_to_message.message_id == sent.message_id, reply)
    legacy = await bot.send_message(
        501, "x", reply_to_message_id=999999, allow_sending_without_reply=True)
    check("legacy reply", legacy.reply_to_message is None, legacy)
    edited = await bot.edit_message_text("иначе", 501, sent.message_id)
    check("edit", edited.text == "иначе", edited)
    check("delete", await bot.delete_messages(501, [legacy.message_id, reply.message_id]))
    document = await bot.send_document(501, "счёт".encode(), filename="Счёт.txt", caption="вот")
    check("document", document.document.file_name == "Счёт.txt", document)
    file = await bot.get_file(document.document.file_id)
    check("download", bytes(await file.download_as_bytearray()) == "счёт".encode(), file)
    photo = await bot.send_photo(501, b"\x89PNG\r\n\x1a\n")
    check("photo", photo.photo[-1].width > 0, photo)
    place = await bot.send_location(501, 55.75, 37.62)
    check("location", place.location.latitude == 55.75, place)
    copy = await bot.copy_message(501, 501, photo.message_id)
    check("copy", copy.message_id > photo.message_id, copy)
    forward = await bot.forward_message(501, 501, sent.message_id)
    check("forward", forward.text == "иначе" and forward.forward_origin, forward)


async def errors(bot):
    error = await raises(BadRequest, bot.send_message(1, "x"))
    check("unknown chat", "hat not found" in str(error), error)
    control(f"{BOT}/faults", [
        {"match": "sendMessage", "fault": "tg_error:403:Forbidden: bot was kicked from the group"},
        {"match": "sendMessage", "fault": "429", "retry_after": 3},
        {"match": "sendMessage", "fault": "html_502"},
        {"match": "sendMessage", "fault": "bad_json"}])
    check("403", await raises(Forbidden, bot.send_message(501, "x")))
    check("429", await raises(RetryAfter, bot.send_message(501, "x")))
    check("502", await raises(NetworkError, bot.send_message(501, "x")))
    check("half an answer", await raises(Exception, bot.send_message(501, "x")))
    check("wrong token", await raises(
        InvalidToken, build("7001002003:AAwrongwrongwrongwrongwrongwrongwro").initialize()))


async def application():
    app = build()
    seen = []

    async def hear(update, context):
        keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("Да", callback_data="yes")]])
        await update.message.reply_text("эхо: " + update.message.text, reply_markup=keyboard)
        seen.append(update.message.text)

    async def press(update, context):
        await update.callback_query.answer("ок")
        await update.callback_query.edit_message_text("спасибо")
        seen.append(update.callback_query.data)

    app.add_handler(MessageHandler(filters.TEXT, hear))
    app.add_handler(CallbackQueryHandler(press))
    await app.initialize()
    await calls(app.bot)
    await errors(app.bot)
    await app.start()
    await app.updater.start_polling(timeout=5)
    for n in range(3):
        control(f"{BOT}/messages", {"from": 501, "text": f"№{n}"})
    await until(lambda: len(seen) == 3)
    check("polling", seen == ["№0", "№1", "№2"], seen)
    control(f"{BOT}/presses", {"from": 501, "button": "Да"})
    await until(lambda: len(seen) == 4)
    check("press", seen[-1] == "yes", seen)
    await app.updater.stop()
    await app.stop()
    chats = control(f"{BOT}/ledger")["chats"]
    check("ledger", chats[0]["messages"][-1]["text"] == "спасибо", chats)
    await app.bot.set_webhook("http://127.0.0.1:9/none")
    check("409", await raises(Conflict, app.bot.get_updates()))
    await app.bot.delete_webhook()
    await app.shutdown()


async def until(is_so):
    for _ in range(100):
        if is_so():
            return
        await asyncio.sleep(0.05)


async def main():
    control(f"{BOT}/people", {"id": 501, "first_name": "Анна", "last_name": "Петрова"})
    await application()
    finish(22)


asyncio.run(main())
