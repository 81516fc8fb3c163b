#pragma once
#include <curl/curl.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/socket.h>

/// Makes libcurl ready, once a process: its globals, a UTF-8 locale for names with other letters
/// than ASCII (libcurl converts them in no other), and no SIGPIPE from OpenSSL's writes.
CURLcode ccurl_start(void);

/// Names the calling thread, for those who look at the process from outside.
void ccurl_name_thread(const char *name);

// curl_easy_setopt and curl_easy_getinfo take any number of arguments of any type, which Swift
// cannot call; each of these takes one of one type.

CURLcode ccurl_set_long(CURL *handle, CURLoption option, long value);
CURLcode ccurl_set_size(CURL *handle, CURLoption option, curl_off_t value);
CURLcode ccurl_set_string(CURL *handle, CURLoption option, const char *text);
CURLcode ccurl_set_bytes(CURL *handle, CURLoption option, const void *bytes);
CURLcode ccurl_set_list(CURL *handle, CURLoption option, struct curl_slist *list);

/// Takes `count` bytes (`size` is always 1) and returns how many were taken; fewer end the transfer.
typedef size_t (*ccurl_sink)(char *bytes, size_t size, size_t count, void *context);
CURLcode ccurl_set_body_sink(CURL *handle, ccurl_sink sink, void *context);
CURLcode ccurl_set_header_sink(CURL *handle, ccurl_sink sink, void *context);

/// Gives at most `size` × `count` bytes of a request's body and returns how many; none at its end.
typedef size_t (*ccurl_source)(char *bytes, size_t size, size_t count, void *context);
CURLcode ccurl_set_body_source(CURL *handle, ccurl_source source, void *context);
CURLcode ccurl_set_form(CURL *handle, curl_mime *form);

/// The value, or 0 when libcurl has none.
long ccurl_get_long(CURL *handle, CURLINFO info);
/// The connection's socket, or CURL_SOCKET_BAD.
curl_socket_t ccurl_get_socket(CURL *handle);

CURLMcode ccurl_multi_set_long(CURLM *multi, CURLMoption option, long value);

/// What a transfer may do, and which of it was refused. Lives as long as the handle it guards.
struct ccurl_guard {
  CURL *handle;
  /// Connect to public unicast addresses only.
  bool public_only;
  /// Never write the request a second time.
  bool once;
  bool refused_address;
  bool refused_repeat;
};

/// Sets the guard's two gates: one before each connect, one before each request on a connection.
CURLcode ccurl_set_guard(CURL *handle, struct ccurl_guard *guard);

/// Whether anybody on the internet could be at this address, and nobody but them.
bool ccurl_is_public(const struct sockaddr *address);

/// Whether a URL that a stranger gave may be tried at all: http or https, an unambiguous host,
/// no port of another service, nothing that two readers could read differently.
bool ccurl_is_sound_url(const char *url);
