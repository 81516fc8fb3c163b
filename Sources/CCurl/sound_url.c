#include <arpa/inet.h>
#include <ccurl.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

// Ports of services that a forged request could talk to.
static const long other_services[] = {0,   22,  23,  25,   110,  143,  465,
                                      587, 993, 995, 3306, 5432, 6379, 11211};

static bool is_sound_port(const char *port) {
  for (size_t i = 0; i < sizeof other_services / sizeof *other_services; i++)
    if (strtol(port, NULL, 10) == other_services[i]) return false;
  return true;
}

static bool is_bracketed_ipv6(const char *host, size_t length) {
  char text[64];
  struct in6_addr address;
  if (length < 4 || length > sizeof text || host[length - 1] != ']') return false;
  memcpy(text, host + 1, length - 2);
  text[length - 2] = 0;
  return inet_pton(AF_INET6, text, &address) == 1;
}

// Labels without hyphens at their ends; a host of digits and dots is an address or nothing.
static bool is_sound_host(const char *host) {
  size_t length = strlen(host);
  if (!length || length > 253 || strpbrk(host, "%\\")) return false;
  if (host[0] == '[') return is_bracketed_ipv6(host, length);

  bool only_numbers = strspn(host, "0123456789.") == length;
  int dots = 0;
  for (const char *at = host; *at; at++) {
    if (*(const unsigned char *)at <= ' ') return false;
    dots += *at == '.';
    bool is_at_end = at == host || at[-1] == '.' || !at[1] || at[1] == '.';
    if (*at == '-' && is_at_end) return false;
  }
  struct in_addr address;
  return !only_numbers || (dots <= 3 && inet_aton(host, &address));
}

// What libcurl's parser would mend or guess, and another parser would read otherwise.
static bool is_plainly_written(const char *url) {
  for (const char *at = url; *at; at++) {
    if (*(const unsigned char *)at <= ' ' || *at == 127 || *at == '\\') return false;
    if (!strncasecmp(at, "%0d", 3) || !strncasecmp(at, "%0a", 3)) return false;
  }
  size_t scheme = !strncasecmp(url, "https://", 8) ? 8 : !strncasecmp(url, "http://", 7) ? 7 : 0;
  return scheme && url[scheme] != '/';
}

static bool has_part(CURLU *parsed, CURLUPart part) {
  char *text = NULL;
  curl_url_get(parsed, part, &text, 0);
  bool has = text != NULL;
  curl_free(text);
  return has;
}

bool ccurl_is_sound_url(const char *url) {
  if (!is_plainly_written(url)) return false;

  CURLU *parsed = curl_url();
  char *host = NULL, *port = NULL;
  bool is_sound = parsed && !curl_url_set(parsed, CURLUPART_URL, url, CURLU_DISALLOW_USER)
    && !curl_url_get(parsed, CURLUPART_HOST, &host, 0)
    && !curl_url_get(parsed, CURLUPART_PORT, &port, CURLU_DEFAULT_PORT)
    && !has_part(parsed, CURLUPART_USER) && !has_part(parsed, CURLUPART_FRAGMENT)
    && !has_part(parsed, CURLUPART_ZONEID) && is_sound_host(host) && is_sound_port(port);
  curl_free(host);
  curl_free(port);
  curl_url_cleanup(parsed);
  return is_sound;
}
