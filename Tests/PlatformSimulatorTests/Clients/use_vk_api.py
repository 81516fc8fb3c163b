"""Drives the simulated VK with vk_api: calls, errors, uploads and its Bots Long Poll."""
import io

import requests
import vk_api
from vk_api.bot_longpoll import VkBotEventType, VkBotLongPoll
from vk_api.upload import VkUpload

from checks import BASE, check, control, finish

GROUP = 222000111
TOKEN = "vk1.a.test"


class Rewrite(requests.adapters.HTTPAdapter):
    """Sends what is meant for the library's literal host to the simulator."""

    def send(self, request, **options):
        request.url = BASE + "/" + request.url.split("/", 3)[3]
        return super().send(request, **options)


def connect(token):
    session = requests.Session()
    session.mount("https://api.vk.ru", Rewrite())
    return vk_api.VkApi(token=token, session=session, api_version="5.199")


def code_of(call):
    try:
        call()
    except vk_api.exceptions.ApiError as error:
        return error.code
    return None


def calls(vk):
    group = vk.groups.getById(group_id=GROUP)["groups"][0]
    check("groups.getById", group["id"] == GROUP and group["screen_name"] == "shop", group)
    check("users.get", vk.users.get(user_ids="500")[0]["first_name"] == "Иван")
    sent = vk.messages.send(peer_id=500, message="Привет 🙂", random_id=11)
    check("messages.send", isinstance(sent, int) and sent > 0, sent)
    check("same random_id", vk.messages.send(peer_id=500, message="ещё", random_id=11) == sent)
    several = vk.messages.send(peer_ids="500,404", message="всем", random_id=12)
    check("peer_ids", several[0]["conversation_message_id"] > 0, several)
    check("901 of one", several[1]["error"]["code"] == 901, several)
    number = several[0]["conversation_message_id"]
    check("edit", vk.messages.edit(peer_id=500, cmid=number, message="иначе") == 1)
    found = vk.messages.getByConversationMessageId(peer_id=500, conversation_message_ids=number)
    check("edited", found["items"][0]["text"] == "иначе", found)
    deleted = vk.messages.delete(peer_id=500, cmids=number, delete_for_all=1)
    check("delete", deleted[0]["response"] == 1, deleted)
    check("setActivity", vk.messages.setActivity(peer_id=500, type="typing") == 1)
    comment = vk.wall.createComment(owner_id=-GROUP, post_id=7, message="да", from_group=GROUP)
    check("wall.createComment", comment["comment_id"] > 0, comment)
    texts = [m["text"] for c in control(f"vk/{GROUP}/ledger")["chats"] for m in c["messages"]]
    check("ledger", texts == ["Привет 🙂", "иначе"], texts)


def errors(vk):
    check("100", code_of(lambda: vk.messages.send(peer_id=500, message="x")) == 100)
    check("901", code_of(lambda: vk.messages.send(peer_id=404, message="x", random_id=1)) == 901)
    check("914", code_of(
        lambda: vk.messages.send(peer_id=500, message="x" * 4097, random_id=2)) == 914)
    check("911", code_of(lambda: vk.messages.send(
        peer_id=500, message="x", random_id=3, keyboard='{"buttons":[[{}]]}')) == 911)
    check("27", code_of(lambda: vk.board.createComment(group_id=GROUP, topic_id=1)) == 27)
    check("5", code_of(lambda: connect("wrong").get_api().users.get(user_ids=1)) == 5)
    control(f"vk/{GROUP}/faults", {"match": "messages.send", "fault": "vk_error:9"})
    check("9", code_of(lambda: vk.messages.send(peer_id=500, message="x", random_id=4)) == 9)
    control(f"vk/{GROUP}/faults", {"match": "messages.send", "fault": "vk_error:6"})
    check("6 is tried again", vk.messages.send(peer_id=500, message="после", random_id=5) > 0)


def uploads(session):
    upload = VkUpload(session)
    photo = upload.photo_messages(io.BytesIO(b"png"), peer_id=500)
    check("photo", photo[0]["owner_id"] == -GROUP and photo[0]["sizes"], photo)
    paper = io.BytesIO(b"text")
    paper.name = "paper.txt"
    document = upload.document_message(paper, peer_id=500, title="x")
    check("document", document["doc"]["url"].startswith(BASE), document)
    check("its bytes", requests.get(document["doc"]["url"]).content == b"text")
    name = f"doc{document['doc']['owner_id']}_{document['doc']['id']}"
    session.method("messages.send", {"peer_id": 500, "attachment": name, "random_id": 6})


def strange_files():
    def url(**file):
        pushed = control(f"vk/{GROUP}/messages", {"from": 500, "file": file})
        return pushed["attachments"][0]["doc"]["url"]

    check("gone", requests.get(url(trouble="gone")).status_code == 404)
    led = requests.get(url(trouble="redirect"), allow_redirects=False)
    check("redirect", led.headers["Location"].startswith("http://169.254."), led.headers)
    with requests.get(url(trouble="endless"), stream=True) as endless:
        read = sum(len(piece) for _, piece in zip(range(40), endless.iter_content(1 << 18)))
    check("endless", read > 1 << 20 and "Content-Length" not in endless.headers, read)
    with requests.get(url(trouble="too_large"), stream=True) as large:
        check("too large", int(large.headers["Content-Length"]) == 2 << 30, large.headers)


def changes(vk, user):
    number = vk.messages.send(peer_ids="500", message="раз", random_id=21)[0][
        "conversation_message_id"]
    check("sendReaction", vk.messages.sendReaction(peer_id=500, cmid=number, reaction_id=4) == 1)
    check("pin", vk.messages.pin(peer_id=500, cmid=number)["text"] == "раз")
    check("unpin", vk.messages.unpin(peer_id=500) == 1)
    vk.messages.delete(peer_id=500, cmids=number, delete_for_all=0)
    check("restore", vk.messages.restore(peer_id=500, cmid=number) == 1)
    check("markAsRead", vk.messages.markAsRead(peer_id=500, mark_conversation_as_read=1) == 1)
    topic = dict(group_id=GROUP, topic_id=1, message="a", guid="g")
    check("board", user.board.createComment(**topic) == user.board.createComment(**topic))
    line = control(f"vk/{GROUP}/log?chat=500")["chats"][0]["messages"][-1]
    check("log", line["reactions"] == {"community": 4} and "deleted_here" not in line, line)


def long_poll(session):
    poll = VkBotLongPoll(session, GROUP, wait=1)
    pushed = control(f"vk/{GROUP}/messages", {"from": 500, "text": "раз"})
    control(f"vk/{GROUP}/messages", {"from": 500, "text": "два", "chat": 3})
    control(f"vk/{GROUP}/events", {"type": "group_join", "object": {"user_id": 500}})
    events = poll.check()
    check("types", [e.type for e in events] == [
        VkBotEventType.MESSAGE_NEW, VkBotEventType.MESSAGE_NEW, VkBotEventType.GROUP_JOIN], events)
    first, second = events[0].object.message, events[1].object.message
    check("message", first["text"] == "раз" and first["id"] == pushed["id"], first)
    check("chat", second["id"] == 0 and second["peer_id"] == 2000000003, second)
    check("nothing", poll.check() == [])
    control(f"vk/{GROUP}/faults", [
        {"match": "lp", "fault": "lp_failed:1"}, {"match": "lp", "fault": "lp_failed:2"},
        {"match": "lp", "fault": "lp_failed:3"}])
    control(f"vk/{GROUP}/messages", {"from": 500, "text": "потеряно"})
    check("failed 1", poll.check() == [])
    check("failed 2", poll.check() == [])
    check("failed 3", poll.check() == [])
    control(f"vk/{GROUP}/messages", {"from": 500, "text": "дальше"})
    check("goes on", [e.object.message["text"] for e in poll.check()] == ["дальше"])


def main():
    session = connect(TOKEN)
    vk = session.get_api()
    control(f"vk/{GROUP}/people", {"id": 500, "first_name": "Иван", "last_name": "Петров"})
    calls(vk)
    errors(vk)
    uploads(session)
    changes(vk, connect("vk1.a.user").get_api())
    strange_files()
    long_poll(session)
    finish(42)


main()
