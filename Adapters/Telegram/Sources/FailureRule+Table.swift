import AdapterKit
import EventModel

extension FailureRule {
  static let all: [FailureRule] = [
    rule(429, .rateLimit, .wait, ["*"]),
    rule(401, .invalidToken, .unauthorized, ["Unauthorized: invalid token specified", "*"]),
    rule(404, .platformError, .refused, ["method not found"]),
    rule(404, .invalidToken, .unauthorized, ["*"]),
    rule(409, .unavailable, .again, ["terminated by other getUpdates request"]),
    rule(
      409, .unavailable, .refused,
      [
        "terminated by setWebhook request",
        "can't use getUpdates method while webhook is active",
      ]),
    rule(409, .setupFailed, .again, ["terminated by other setWebhook"]),
    rule(421, .invalidToken, .unauthorized, ["*"]),
    rule(413, .fileTooLarge, .refused, ["*"]),
    rule(500, .platformError, .refused, ["sent message was immediately deleted"]),
    rule(500, .platformError, .uncertain, ["Internal Server Error: restart"]),
    FailureRule(codes: 500...599, kind: .platformError, outcome: .uncertain, patterns: ["*"]),
    rule(403, .userBlocked, .refused, ["bot was blocked by the user", "user is deactivated"]),
    rule(
      403, .chatNotFound, .refused,
      [
        "bot can't initiate conversation with a user", "bot can't send messages to bots",
        "bot can't send messages to the bot",
      ]),
    rule(
      403, .botRemoved, .refused,
      [
        "bot was kicked from the", "bot is not a member of the", "the group chat was deleted",
      ]),
    rule(403, .platformError, .refused, ["not enough rights", "*"]),
    rule(400, .platformError, .uncertain, ["failed to send message #* with the error message"]),
    rule(400, .chatNotFound, .moved, ["group chat was upgraded to a supergroup chat"]),
    rule(
      400, .chatNotFound, .refused,
      [
        "private chat not found", "chat not found", "user not found", "PEER_ID_INVALID",
        "USER_ID_INVALID",
      ]),
    rule(400, .unknown, .refused, ["chat_id is empty"]),
    rule(400, .chatNotFound, .refused, ["message thread not found"]),
    rule(400, .platformError, .refused, ["TOPIC_CLOSED"]),
    rule(400, .chatNotFound, .refused, ["TOPIC_DELETED", "TOPIC_ID_INVALID"]),
    rule(
      400, .platformError, .refused,
      [
        "have no rights to send a message", "not enough rights to send", "CHAT_WRITE_FORBIDDEN",
        "need administrator rights in the channel chat", "CHAT_RESTRICTED",
        "CHAT_SEND_*_FORBIDDEN",
      ]),
    rule(
      400, .unsupportedFormat, .without(.fileAsDocument), ["VOICE_MESSAGES_FORBIDDEN"]),
    rule(400, .userBlocked, .refused, ["USER_IS_BLOCKED", "bot was blocked"]),
    rule(
      400, .botRemoved, .refused,
      [
        "BUSINESS_CONNECTION_INVALID", "BUSINESS_PEER_INVALID", "BUSINESS_PEER_USAGE_MISSING",
      ]),
    rule(400, .platformError, .refused, ["ALLOW_PAYMENT_REQUIRED", "PAYMENT_REQUIRED"]),
    rule(400, .unknown, .refused, ["message text is empty"]),
    rule(
      400, .messageTooLong, .refused,
      [
        "message caption is too long", "MEDIA_CAPTION_TOO_LONG", "message is too long",
        "text is too long", "MESSAGE_TOO_LONG",
      ]),
    rule(
      400, .unknown, .without(.formattingPlain),
      [
        "can't parse entities", "ENTITY_BOUNDS_INVALID", "ENTITIES_TOO_LONG",
        "ENTITY_TEXTURL_INVALID", "ENTITY_MENTION_USER_INVALID",
      ]),
    rule(400, .unknown, .done, ["message is not modified"]),
    rule(
      400, .platformError, .without(.quoteDropped),
      ["message to be replied not found", "REPLY_MESSAGE_ID_INVALID"]),
    rule(
      400, .platformError, .refused,
      [
        "message can't be edited", "MESSAGE_EDIT_TIME_EXPIRED", "message to edit not found",
        "MESSAGE_ID_INVALID",
      ]),
    rule(
      400, .unknown, .otherEdit,
      [
        "there is no text in the message to edit", "there is no caption in the message to edit",
        "there is no media in the message to edit",
      ]),
    rule(400, .platformError, .refused, ["message can't be deleted"]),
    rule(400, .unknown, .done, ["message to delete not found"]),
    rule(400, .unknown, .refused, ["message identifier is not specified"]),
    rule(400, .platformError, .without(.quoteDropped), ["QUOTE_TEXT_INVALID"]),
    rule(
      400, .unknown, .without(.buttonsDropped),
      ["reply markup is too long", "REPLY_MARKUP_TOO_LONG", "BUTTON_DATA_INVALID"]),
    rule(400, .unknown, .without(.pagesDropped), ["BUTTON_URL_INVALID"]),
    rule(400, .unknown, .without(.appsDropped), ["BUTTON_TYPE_INVALID"]),
    rule(400, .unknown, .without(.personsDropped), ["BUTTON_USER_PRIVACY_RESTRICTED"]),
    rule(400, .unknown, .without(.copiesDropped), ["BUTTON_COPY_TEXT_INVALID"]),
    rule(400, .unknown, .refused, ["Text buttons are unallowed in the inline keyboard"]),
    rule(
      400, .platformError, .refused,
      [
        "query is too old and response timeout expired or query ID is invalid"
      ]),
    rule(400, .unknown, .refused, ["REACTION_INVALID", "REACTIONS_TOO_MANY", "REACTION_EMPTY"]),
    rule(400, .unknown, .done, ["poll has already been closed"]),
    rule(400, .platformError, .refused, ["message with poll to stop not found"]),
    rule(400, .unknown, .refused, ["POLL_", "poll question", "poll options", "poll must have"]),
    rule(400, .fileTooLarge, .refused, ["file is too big"]),
    rule(
      400, .downloadFailed, .again,
      [
        "wrong file_id or the file is temporarily unavailable"
      ]),
    rule(
      400, .downloadFailed, .upload,
      [
        "wrong file identifier/HTTP URL specified", "wrong remote file identifier specified",
        "invalid file_id",
      ]),
    rule(
      400, .uploadFailed, .refused,
      [
        "failed to get HTTP URL content", "Wrong HTTP URL specified",
        "Wrong type of the web page content",
      ]),
    rule(
      400, .processingError, .without(.fileAsDocument),
      [
        "PHOTO_INVALID_DIMENSIONS", "IMAGE_PROCESS_FAILED", "PHOTO_INVALID",
        "PHOTO_SAVE_FILE_INVALID",
      ]),
    rule(
      400, .unsupportedFormat, .refused,
      [
        "Can't use the media of the specified type in the album"
      ]),
    rule(400, .platformError, .refused, ["group send failed"]),
    rule(
      400, .uploadFailed, .refused,
      [
        "There is no photo in the request", "There is no document in the request",
        "There is no video in the request", "There is no audio in the request",
        "There is no voice in the request", "There is no animation in the request",
        "There is no sticker in the request",
      ]),
    rule(
      400, .unsupportedFormat, .without(.fileAsDocument),
      ["VIDEO_NOTE", "VOICE_", "WEBDOCUMENT_"]),
    rule(400, .setupFailed, .again, ["bad webhook: "]),
    rule(
      400, .setupFailed, .refused,
      [
        "invalid webhook URL specified", "secret token is too long",
        "secret token contains unallowed characters", "certificate size is too big",
      ]),
    rule(400, .invalidToken, .unauthorized, ["Logged out"]),
    rule(400, .unavailable, .again, ["the bot has already been closed"]),
    rule(400, .invalidToken, .unauthorized, ["FROZEN_METHOD_INVALID"]),
    rule(
      400, .unknown, .refused,
      [
        "invalid parameter", "wrong parameter", "expected an Object", "expected an Array",
      ]),
    rule(400, .platformError, .refused, ["*"]),
  ]
}
