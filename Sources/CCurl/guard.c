#include <arpa/inet.h>
#include <ccurl.h>
#include <netinet/in.h>
#include <string.h>

struct range {
  unsigned char start[16];
  int bits;
};

// IPv4 that is not one public host: the IANA special-purpose registry, multicast and what is reserved.
static const struct range not_public_4[] = {
    {{0}, 8},          {{10}, 8},           {{100, 64}, 10},     {{127}, 8},
    {{169, 254}, 16},  {{172, 16}, 12},     {{192, 0, 0}, 24},   {{192, 0, 2}, 24},
    {{192, 88, 99}, 24}, {{192, 168}, 16},  {{198, 18}, 15},     {{198, 51, 100}, 24},
    {{203, 0, 113}, 24}, {{224}, 4},        {{240}, 4}};

// Of IPv6 only global unicast 2000::/3 is fit, less these: Teredo and its neighbours, documentation,
// and 6to4, which carries an IPv4 address. NAT64, local, multicast … lie outside of 2000::/3.
static const struct range not_public_6[] = {
    {{0x20, 0x01}, 23}, {{0x20, 0x01, 0x0d, 0xb8}, 32}, {{0x20, 0x02}, 16}, {{0x3f, 0xff}, 20}};

static bool is_within(const unsigned char *address, const struct range *range) {
  int whole = range->bits / 8, rest = range->bits % 8;
  if (memcmp(address, range->start, whole)) return false;
  return !rest || ((address[whole] ^ range->start[whole]) >> (8 - rest)) == 0;
}

static bool is_public_4(const unsigned char *address) {
  for (size_t i = 0; i < sizeof not_public_4 / sizeof *not_public_4; i++)
    if (is_within(address, &not_public_4[i])) return false;
  return true;
}

static bool is_public_6(const unsigned char *address) {
  static const unsigned char mapped[12] = {[10] = 0xff, [11] = 0xff};
  if (!memcmp(address, mapped, sizeof mapped)) return is_public_4(address + sizeof mapped);
  if ((address[0] & 0xe0) != 0x20) return false;
  for (size_t i = 0; i < sizeof not_public_6 / sizeof *not_public_6; i++)
    if (is_within(address, &not_public_6[i])) return false;
  return true;
}

bool ccurl_is_public(const struct sockaddr *address) {
  switch (address->sa_family) {
  case AF_INET:
    return is_public_4((const void *)&((const struct sockaddr_in *)address)->sin_addr);
  case AF_INET6:
    return is_public_6((const void *)&((const struct sockaddr_in6 *)address)->sin6_addr);
  default:
    return false;
  }
}

static bool is_public_text(const char *text) {
  unsigned char address[16];
  if (inet_pton(AF_INET, text, address) == 1) return is_public_4(address);
  return inet_pton(AF_INET6, text, address) == 1 && is_public_6(address);
}

// libcurl asks for a socket for each address that it is about to connect to, after the resolver.
// A name with one address that is unfit is not tried at its others.
static curl_socket_t open_socket(void *context, curlsocktype purpose, struct curl_sockaddr *to) {
  struct ccurl_guard *guard = context;
  (void)purpose;
  if (guard->public_only && !ccurl_is_public(&to->addr)) guard->refused_address = true;
  if (guard->refused_address) return CURL_SOCKET_BAD;
  return socket(to->family, to->socktype | SOCK_CLOEXEC, to->protocol);
}

// Called before each request on a connection, also on one that was kept from another request,
// for which no socket was opened; and again when libcurl, on its own, repeats on a new connection
// what a kept one had swallowed without an answer.
static int before_request(void *context, char *remote, char *local, int remote_port, int local_port) {
  struct ccurl_guard *guard = context;
  (void)local, (void)remote_port, (void)local_port;
  if (guard->public_only && !is_public_text(remote)) guard->refused_address = true;
  if (guard->once && ccurl_get_long(guard->handle, CURLINFO_REQUEST_SIZE) > 0)
    guard->refused_repeat = true;
  bool refused = guard->refused_address || guard->refused_repeat;
  return refused ? CURL_PREREQFUNC_ABORT : CURL_PREREQFUNC_OK;
}

CURLcode ccurl_set_guard(CURL *handle, struct ccurl_guard *guard) {
  guard->handle = handle;
  CURLcode code = curl_easy_setopt(handle, CURLOPT_OPENSOCKETFUNCTION, open_socket);
  if (!code) code = curl_easy_setopt(handle, CURLOPT_OPENSOCKETDATA, guard);
  if (!code) code = curl_easy_setopt(handle, CURLOPT_PREREQFUNCTION, before_request);
  return code ? code : curl_easy_setopt(handle, CURLOPT_PREREQDATA, guard);
}
