#include "csimdjson.h"

#include <simdjson.h>

#include <cstring>
#include <memory>
#include <new>
#include <vector>

namespace {

// A parser keeps its tape between documents, so that a stream of small ones allocates nothing.
struct Parser {
  simdjson::dom::parser simd;
  std::unique_ptr<uint8_t[]> padded;
  size_t padded_capacity = 0;
  size_t max_depth = 0;

  uint8_t *pad(const uint8_t *bytes, size_t length) {
    size_t needed = length + simdjson::SIMDJSON_PADDING;
    if (padded_capacity < needed) {
      size_t rounded = needed < 4096 ? 4096 : needed + needed / 2;
      padded.reset(new (std::nothrow) uint8_t[rounded]);
      padded_capacity = padded ? rounded : 0;
      if (!padded) return nullptr;
    }
    if (length > 0) std::memcpy(padded.get(), bytes, length);
    std::memset(padded.get() + length, 0, simdjson::SIMDJSON_PADDING);
    return padded.get();
  }
};

constexpr size_t largest_pooled = 1 << 20;
constexpr size_t most_pooled = 8;
thread_local std::vector<std::unique_ptr<Parser>> pool;

}  // namespace

extern "C" csimdjson_document csimdjson_parse(const uint8_t *bytes, size_t length, size_t max_depth) {
  csimdjson_document result = {nullptr, nullptr, nullptr, 0};
  std::unique_ptr<Parser> parser;
  if (pool.empty()) {
    parser.reset(new (std::nothrow) Parser());
  } else {
    parser = std::move(pool.back());
    pool.pop_back();
  }
  uint8_t *padded = parser ? parser->pad(bytes, length) : nullptr;
  if (!padded) {
    result.error = simdjson::MEMALLOC;
    return result;
  }
  if (parser->max_depth != max_depth || parser->simd.capacity() < length) {
    size_t capacity = parser->simd.capacity() < length ? length : parser->simd.capacity();
    if (auto error = parser->simd.allocate(capacity < 4096 ? 4096 : capacity, max_depth)) {
      result.error = error;
      return result;
    }
    parser->max_depth = max_depth;
  }
  auto outcome = parser->simd.parse(padded, length, false);
  if (outcome.error()) {
    result.error = outcome.error();
    csimdjson_release(parser.release());
    return result;
  }
  result.tape = parser->simd.doc.tape.get();
  result.strings = parser->simd.doc.string_buf.get();
  result.parser = parser.release();
  return result;
}

extern "C" void csimdjson_release(void *opaque) {
  std::unique_ptr<Parser> parser(static_cast<Parser *>(opaque));
  if (parser->padded_capacity <= largest_pooled && pool.size() < most_pooled) {
    pool.push_back(std::move(parser));
  }
}

extern "C" const char *csimdjson_error_text(int32_t error) {
  return simdjson::error_message(static_cast<simdjson::error_code>(error));
}
