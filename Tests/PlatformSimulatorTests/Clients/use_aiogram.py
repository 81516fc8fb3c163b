"""Drives the simulated Telegram with aiogram: sends, files, polling, errors, and its own webhook receiver."""
import asyncio

from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import (
    TelegramBadRequest, TelegramConflictError, TelegramForbiddenError, TelegramNetworkError,
    TelegramNotFound, TelegramRetryAfter, TelegramServerError)
from aiogram.methods import SendMessage
from aiogram.types import (
    BufferedInputFile, InlineKeyboardButton, InlineKeyboardMarkup, InputMediaPhoto,
    ReplyParameters)
from aiogram.webhook.aiohttp_server import SimpleRequestHandler
from aiohttp import web

from checks import BASE, check, control, finish

TOKEN = "7001002003:AAtesttesttesttesttesttesttesttest"
BOT = "tg/sim_bot"


def connect(token=TOKEN):
    session = AiohttpSession(api=TelegramAPIServer.from_base(BASE))
    return Bot(token, session=session)


async def raises(kind, call):
    try:
        await call
    except kind as error:
        return error
    return None


async def sends(bot):
    me = await bot.get_me()
    check("getMe", me.id == 7001002003 and me.username == "sim_bot", me)
    keyboard = InlineKeyboardMarkup(inline_keyboard=[[
        InlineKeyboardButton(text="Да", callback_data="yes"),
        InlineKeyboardButton(text="Нет", callback_data="no")]])
    sent = await bot.send_message(501, "Привет 🙂", reply_markup=keyboard)
    check("sendMessage", sent.text == "Привет 🙂" and sent.chat.first_name == "Анна", sent)
    edited = await bot.edit_message_text("Готово", chat_id=501, message_id=sent.message_id)
    check("editMessageText", edited.text == "Готово" and edited.edit_date, edited)
    same = await raises(
        TelegramBadRequest,
        bot.edit_message_text("Готово", chat_id=501, message_id=sent.message_id))
    check("not modified", "message is not modified" in str(same), same)
    reply = await bot.send_message(
        501, "в ответ", reply_parameters=ReplyParameters(message_id=sent.message_id))
    check("reply", reply.reply_to_message.message_id == sent.message_id, reply)
    missing = await raises(TelegramBadRequest, bot.send_message(
        501, "x", reply_parameters=ReplyParameters(message_id=999999)))
    check("reply to nothing", "message to be replied not found" in str(missing), missing)
    lonely = await bot.send_message(501, "x", reply_parameters=ReplyParameters(
        message_id=999999, allow_sending_without_reply=True))
    check("reply to nothing allowed", lonely.reply_to_message is None, lonely)
    check("deleteMessage", await bot.delete_message(501, lonely.message_id))
    gone = await raises(TelegramBadRequest, bot.delete_message(501, lonely.message_id))
    check("deleted before", "message to delete not found" in str(gone), gone)
    check("sendChatAction", await bot.send_chat_action(501, "typing"))
    chat = await bot.get_chat(501)
    check("getChat", chat.type == "private" and chat.id == 501, chat)
    poll = await bot.send_poll(501, "Когда?", ["сегодня", "завтра"])
    check("sendPoll", [o.text for o in poll.poll.options] == ["сегодня", "завтра"], poll)


async def files(bot):
    content = "счёт №1".encode()
    sent = await bot.send_document(
        501, BufferedInputFile(content, "Счёт.pdf"), caption="вот")
    check("sendDocument", sent.document.file_name == "Счёт.pdf" and sent.caption == "вот", sent)
    file = await bot.get_file(sent.document.file_id)
    check("getFile", file.file_size == len(content), file)
    loaded = await bot.download_file(file.file_path)
    check("download", loaded.read() == content)
    again = await bot.send_document(501, sent.document.file_id)
    check("by file_id", again.document.file_id == sent.document.file_id, again)
    album = await bot.send_media_group(501, [
        InputMediaPhoto(media=BufferedInputFile(b"1", "1.png"), caption="два"),
        InputMediaPhoto(media=BufferedInputFile(b"2", "2.png"))])
    check("album", len({m.media_group_id for m in album}) == 1 and len(album) == 2, album)
    wrong = await raises(TelegramBadRequest, bot.get_file("nothing"))
    check("wrong file id", "wrong file_id" in str(wrong), wrong)


async def errors(bot):
    error = await raises(TelegramBadRequest, bot.send_message(1, "x"))
    check("unknown chat", "chat not found" in str(error), error)
    long = await raises(TelegramBadRequest, bot.send_message(501, "x" * 4097))
    check("too long", "message is too long" in str(long), long)
    control(f"{BOT}/people", {"id": 502, "is_blocked": True})
    error = await raises(TelegramForbiddenError, bot.send_message(502, "x"))
    check("blocked", "bot was blocked by the user" in str(error), error)
    control(f"{BOT}/faults", {"match": "sendMessage", "fault": "429", "retry_after": 14})
    error = await raises(TelegramRetryAfter, bot.send_message(501, "x"))
    check("429", error and error.retry_after == 14, error)
    control(f"{BOT}/faults", {"match": "sendMessage", "fault": "500"})
    check("500", await raises(TelegramServerError, bot.send_message(501, "x")))
    control(f"{BOT}/faults", {"match": "sendMessage", "fault": "drop_after"})
    check("drop_after", await raises(TelegramNetworkError, bot.send_message(501, "было")))
    kept = control(f"{BOT}/ledger")["chats"]
    check("was done", any(m.get("text") == "было" for c in kept for m in c["messages"]), kept)
    async with connect("7001002003:AAwrongwrongwrongwrongwrongwrongwro") as stranger:
        check("wrong token", await raises(TelegramNotFound, stranger.get_me()))


async def polling(bot):
    told = await bot.get_updates()
    check("block", [u.my_chat_member.new_chat_member.status for u in told] == ["kicked"], told)
    pushed = [control(f"{BOT}/messages", {"from": 501, "text": f"№{n}"}) for n in range(3)]
    first = await bot.get_updates(offset=told[-1].update_id + 1, limit=2)
    check("getUpdates", [u.message.text for u in first] == ["№0", "№1"], first)
    again = await bot.get_updates(limit=1)
    check("unconfirmed", again[0].update_id == first[0].update_id, again)
    rest = await bot.get_updates(offset=first[-1].update_id + 1)
    check("confirmed", [u.update_id for u in rest] == [pushed[2]["update_id"]], rest)
    waiting = asyncio.create_task(bot.get_updates(offset=rest[-1].update_id + 1, timeout=20))
    await asyncio.sleep(0.3)
    control(f"{BOT}/messages", {"from": {"id": 77, "first_name": "Пётр"}, "text": "скоро"})
    late = await asyncio.wait_for(waiting, 5)
    check("long poll", late[0].message.from_user.first_name == "Пётр", late)
    asked = await bot.send_message(501, "Ну?", reply_markup=InlineKeyboardMarkup(
        inline_keyboard=[[InlineKeyboardButton(text="Да", callback_data="да")]]))
    control(f"{BOT}/presses", {"from": 501, "button": "Да"})
    press = (await bot.get_updates(offset=late[-1].update_id + 1))[0].callback_query
    check("press", press.data == "да" and press.message.message_id == asked.message_id, press)
    check("answerCallbackQuery", await bot.answer_callback_query(press.id, text="ок"))
    twice = await raises(TelegramBadRequest, bot.answer_callback_query(press.id))
    check("answered twice", "query is too old" in str(twice), twice)
    older = asyncio.create_task(raises(
        TelegramConflictError, bot.get_updates(offset=late[-1].update_id + 2, timeout=20)))
    await asyncio.sleep(0.3)
    await bot.get_updates(offset=late[-1].update_id + 2)
    check("two pollers", await asyncio.wait_for(older, 5))


async def webhook(bot):
    seen = []
    dispatcher = Dispatcher()

    @dispatcher.message()
    async def answer(message):
        seen.append(message.text)
        return SendMessage(chat_id=message.chat.id, text="ответ: " + message.text)

    app = web.Application()
    SimpleRequestHandler(
        dispatcher, bot, secret_token="s3cret", handle_in_background=False).register(app, "/hook")
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = site._server.sockets[0].getsockname()[1]
    await bot.set_webhook(
        f"http://127.0.0.1:{port}/hook", secret_token="s3cret",
        allowed_updates=["message", "callback_query"])
    info = await bot.get_webhook_info()
    check("getWebhookInfo", info.allowed_updates == ["callback_query", "message"], info)
    check("409", await raises(TelegramConflictError, bot.get_updates()))
    for n in range(5):
        control(f"{BOT}/messages", {"from": 501, "text": f"w{n}"})
    for _ in range(100):
        if len(seen) == 5 and not (await bot.get_webhook_info()).pending_update_count:
            break
        await asyncio.sleep(0.05)
    check("in order", seen == [f"w{n}" for n in range(5)], seen)
    texts = [m.get("text") for c in control(f"{BOT}/ledger")["chats"] for m in c["messages"]]
    check("multipart answer", texts[-1] == "ответ: w4", texts)
    await bot.set_webhook(f"http://127.0.0.1:{port}/hook", secret_token="other")
    control(f"{BOT}/messages", {"from": 501, "text": "wrong"})
    await asyncio.sleep(0.3)
    info = await bot.get_webhook_info()
    check("refused", info.pending_update_count == 1 and "401" in info.last_error_message, info)
    await bot.delete_webhook()
    left = await bot.get_updates()
    check("left for polling", [u.message.text for u in left] == ["wrong"], left)
    await runner.cleanup()


async def main():
    control(f"{BOT}/people", {"id": 501, "first_name": "Анна", "last_name": "Петрова"})
    async with connect() as bot:
        await sends(bot)
        await files(bot)
        await errors(bot)
        await polling(bot)
        await webhook(bot)
    finish(41)


asyncio.run(main())
