#include <cgumbo.h>
#include <setjmp.h>
#include <stdlib.h>
#include <time.h>

// Every piece of Gumbo's memory is a link of one ring, so that all of it can be freed at any moment.
struct link {
  struct link *previous, *next;
};

struct piece {
  struct link link;
  size_t size;
  _Alignas(max_align_t) char bytes[];
};

struct cgumbo_document {
  struct link ring;
  size_t bytes_left;
  struct timespec deadline;
  unsigned calls;
  jmp_buf too_much;
  const GumboNode *root;
};

static struct timespec time_of_thread(long milliseconds_more) {
  struct timespec now;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  now.tv_nsec += milliseconds_more % 1000 * 1000000;
  now.tv_sec += milliseconds_more / 1000 + now.tv_nsec / 1000000000;
  now.tv_nsec %= 1000000000;
  return now;
}

static int is_late(const struct timespec *deadline) {
  struct timespec now = time_of_thread(0);
  return now.tv_sec > deadline->tv_sec ||
         (now.tv_sec == deadline->tv_sec && now.tv_nsec > deadline->tv_nsec);
}

static void *allocate(void *context, size_t size) {
  cgumbo_document *document = context;
  // Gumbo cannot go on without memory; nothing but this ring and its own stack is lost by leaving it.
  if (size > document->bytes_left || sizeof(struct piece) > document->bytes_left - size ||
      (++document->calls % 64 == 0 && is_late(&document->deadline)))
    longjmp(document->too_much, 1);
  struct piece *piece = malloc(sizeof *piece + size);
  if (!piece) longjmp(document->too_much, 1);
  document->bytes_left -= sizeof *piece + size;
  piece->size = size;
  piece->link = (struct link){&document->ring, document->ring.next};
  piece->link.next->previous = document->ring.next = &piece->link;
  return piece->bytes;
}

static void release(void *context, void *bytes) {
  if (!bytes) return;
  cgumbo_document *document = context;
  struct piece *piece = (struct piece *)((char *)bytes - offsetof(struct piece, bytes));
  piece->link.previous->next = piece->link.next;
  piece->link.next->previous = piece->link.previous;
  document->bytes_left += piece->size + sizeof *piece;
  free(piece);
}

cgumbo_document *cgumbo_parse(
    const char *text, size_t length, struct cgumbo_allowance allowance) {
  cgumbo_document *document = calloc(1, sizeof *document);
  if (!document) return NULL;
  document->ring.previous = document->ring.next = &document->ring;
  document->bytes_left = allowance.bytes;
  document->deadline = time_of_thread(allowance.milliseconds);
  if (setjmp(document->too_much)) {
    cgumbo_free(document);
    return NULL;
  }
  GumboOptions options = kGumboDefaultOptions;
  options.allocator = allocate;
  options.deallocator = release;
  options.userdata = document;
  options.max_errors = 0;
  document->root = gumbo_parse_with_options(&options, text, length)->root;
  return document;
}

const GumboNode *cgumbo_root(const cgumbo_document *document) { return document->root; }

void cgumbo_free(cgumbo_document *document) {
  // A piece begins with its link.
  struct link *link = document->ring.next;
  while (link != &document->ring) {
    struct link *next = link->next;
    free(link);
    link = next;
  }
  free(document);
}
