#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#ifdef __cplusplus
extern "C" {
#endif

/// A parsed document: simdjson's tape and its string buffer, owned by `parser`.
typedef struct {
  void *_Nullable parser;
  const uint64_t *_Nullable tape;
  const uint8_t *_Nullable strings;
  int32_t error;
} csimdjson_document;

/// Parses `length` bytes. `parser` is NULL when `error` is not 0; otherwise it must be released once.
csimdjson_document csimdjson_parse(const uint8_t *_Nullable bytes, size_t length, size_t max_depth);

/// Gives the parser back to the calling thread's pool, or frees it when it is large or the pool is full.
void csimdjson_release(void *_Nonnull parser);

/// The library's own words for an error code.
const char *_Nonnull csimdjson_error_text(int32_t error);

/// Whether two texts of one length are the same.
static inline bool csimdjson_equal(const uint8_t *_Nonnull a, const uint8_t *_Nonnull b, size_t length) {
  return memcmp(a, b, length) == 0;
}

#ifdef __cplusplus
}
#endif
