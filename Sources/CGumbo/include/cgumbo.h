#pragma once
#include <gumbo.h>
#include <stddef.h>

/// A document and the memory that its nodes live in.
typedef struct cgumbo_document cgumbo_document;

/// What one document may cost: bytes held at a time, and time of the processor.
struct cgumbo_allowance {
  size_t bytes;
  long milliseconds;
};

/// Parses UTF-8 that must outlive the document; null when it costs more than it may.
///
/// Gumbo itself has no limit: a few kilobytes can make gigabytes of nodes, and it frees deep trees
/// by recursion. Here its memory is counted and freed at once.
cgumbo_document *cgumbo_parse(
    const char *text, size_t length, struct cgumbo_allowance allowance);

/// The `html` element.
const GumboNode *cgumbo_root(const cgumbo_document *document);

void cgumbo_free(cgumbo_document *document);
