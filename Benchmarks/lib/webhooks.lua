-- Sends small updates, no two alike: `wrk -s webhooks.lua URL -- PLATFORM FIRST`. Each thread counts from
-- FIRST + its own number of tens of millions; 5,000 people write in turn. Prints one JSON line at the end.
local threads = 0

function setup(thread)
  thread:set("number", threads)
  threads = threads + 1
end

local telegram = '{"update_id":%d,"message":{"message_id":%d,"from":{"id":%d,"is_bot":false,'
  .. '"first_name":"Анна","last_name":"Петрова","username":"anna_p","language_code":"ru"},'
  .. '"chat":{"id":%d,"first_name":"Анна","last_name":"Петрова","username":"anna_p","type":"private"},'
  .. '"date":%d,"text":"Здравствуйте! Доставка до Казани есть? %d"}}'

local vk = '{"group_id":222000111,"type":"message_new","event_id":"%040d","v":"5.199","object":{'
  .. '"client_info":{"button_actions":["text","callback"],"keyboard":true,"inline_keyboard":true,'
  .. '"carousel":true,"lang_id":0},"message":{"date":%d,"from_id":%d,"id":%d,"version":10000,"out":0,'
  .. '"important":false,"is_hidden":false,"attachments":[],"conversation_message_id":%d,'
  .. '"fwd_messages":[],"text":"Здравствуйте! Доставка до Казани есть?","peer_id":%d,"random_id":0}},'
  .. '"secret":"bench-vk-secret"}'

function init(args)
  platform = args[1]
  count = tonumber(args[2]) + number * 10000000
  begun = os.time()
  wrk.method = "POST"
  wrk.headers["Content-Type"] = "application/json"
  if platform == "tg" then
    wrk.headers["X-Telegram-Bot-Api-Secret-Token"] = "bench-tg-secret"
  end
end

function request()
  count = count + 1
  local person = 500000000 + count % 5000
  local body
  if platform == "tg" then
    body = telegram:format(count, count, person, person, begun, count)
  else
    body = vk:format(count, begun, person, count, count, person)
  end
  return wrk.format(nil, nil, nil, body)
end

function done(summary, latency, requests)
  local errors = summary.errors
  local line = '{"requests":%d,"per_second":%.1f,"p50_ms":%.3f,"p99_ms":%.3f,"max_ms":%.3f,'
    .. '"refused":%d,"broken":%d}\n'
  io.write(line:format(
    summary.requests, summary.requests / summary.duration * 1e6,
    latency:percentile(50) / 1000, latency:percentile(99) / 1000, latency.max / 1000,
    errors.status, errors.connect + errors.read + errors.write + errors.timeout))
end
