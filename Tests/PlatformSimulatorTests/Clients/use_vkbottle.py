"""Drives the simulated VK with vkbottle: sends, its poller with its models, buttons, and Callback posts."""
import asyncio

from aiohttp import web
from vkbottle import API, Callback, Keyboard, Text, VKAPIError
from vkbottle.bot import Bot, Message
from vkbottle.polling import BotPolling

from checks import BASE, check, control, finish

GROUP = 222000111


def connect(token="vk1.a.test"):
    api = API(token)
    api.API_URL = BASE + "/method/"
    return api


async def code_of(call):
    try:
        await call
    except VKAPIError as error:
        return error.code
    return None


async def sends(api):
    keyboard = Keyboard(inline=True)
    keyboard.add(Callback("Да", payload={"answer": "yes"})).add(Text("Нет", payload={"answer": "no"}))
    sent = (await api.messages.send(
        peer_ids=[500], message="Привет 🙂", random_id=1, keyboard=keyboard.get_json()))[0]
    check("send", sent.conversation_message_id > 0 and sent.peer_id == 500, sent)
    again = (await api.messages.send(peer_ids=[500], message="ещё", random_id=1))[0]
    check("same random_id", again.message_id == sent.message_id, again)
    check("27", await code_of(api.board.create_comment(group_id=GROUP, topic_id=1)) == 27)
    check("911", await code_of(api.messages.send(
        peer_id=500, message="x", random_id=2, keyboard="{}")) == 911)
    control(f"vk/{GROUP}/faults", {"match": "messages.send", "fault": "429"})
    check("6", await code_of(api.messages.send(peer_id=500, message="x", random_id=3)) == 6)
    return sent


async def polls(api, sent):
    bot = Bot(api=api)
    seen = []

    @bot.on.message()
    async def hear(message: Message):
        seen.append((message.text, message.peer_id))

    feed = BotPolling(api=api).listen()
    update = asyncio.create_task(feed.__anext__())
    await asyncio.sleep(0.5)
    control(f"vk/{GROUP}/messages", {"from": 500, "text": "из диалога"})
    batch = await asyncio.wait_for(update, 10)
    for event in batch["updates"]:
        await bot.process_event(event)
    check("poll", seen == [("из диалога", 500)], seen)
    update = asyncio.create_task(feed.__anext__())
    control(f"vk/{GROUP}/presses", {"from": 500, "button": "Да"})
    batch = await asyncio.wait_for(update, 10)
    press = batch["updates"][0]
    check("press", press["type"] == "message_event", press)
    check("payload", press["object"]["payload"] == {"answer": "yes"}, press)
    check("on message", press["object"]["conversation_message_id"] == sent.conversation_message_id)
    answer = dict(event_id=press["object"]["event_id"], user_id=500, peer_id=500)
    check("answered", await api.messages.send_message_event_answer(**answer) == 1)
    check("once", await code_of(api.messages.send_message_event_answer(**answer)) == 100)


async def callbacks(api):
    seen, tries = [], []
    bot = Bot(api=api)

    @bot.on.message()
    async def hear(message: Message):
        seen.append(message.text)

    async def receive(request):
        event = await request.json()
        if event["type"] == "confirmation":
            return web.Response(text=code)
        assert event["secret"] == "s3cret", event
        tries.append((event["event_id"], request.headers.get("X-Retry-Counter")))
        if len(tries) <= 2:
            return web.Response(status=500)
        await bot.process_event(event)
        return web.Response(text="ok")

    app = web.Application()
    app.router.add_post("/vk", receive)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    url = f"http://127.0.0.1:{site._server.sockets[0].getsockname()[1]}/vk"
    code = (await api.groups.get_callback_confirmation_code(group_id=GROUP)).code
    added = await api.groups.add_callback_server(
        group_id=GROUP, url=url, title="test", secret_key="s3cret")
    for _ in range(100):
        servers = await api.groups.get_callback_servers(group_id=GROUP)
        if servers.items[0].status.value != "wait":
            break
        await asyncio.sleep(0.05)
    check("confirmed", servers.items[0].status.value == "ok", servers)
    await api.groups.set_callback_settings(
        group_id=GROUP, server_id=added.server_id, api_version="5.199", message_new=True)
    control(f"vk/{GROUP}/messages", {"from": 500, "text": "по звонку"})
    for _ in range(100):
        if seen:
            break
        await asyncio.sleep(0.05)
    check("callback", seen == ["по звонку"], seen)
    check("retries", [t[1] for t in tries] == [None, "1", "2"], tries)
    check("same event", len({t[0] for t in tries}) == 1, tries)
    await runner.cleanup()


async def main():
    control(f"vk/{GROUP}/people", {"id": 500, "first_name": "Иван", "last_name": "Петров"})
    api = connect()
    sent = await sends(api)
    await polls(api, sent)
    await callbacks(api)
    await api.http_client.close()
    finish(15)


asyncio.run(main())
