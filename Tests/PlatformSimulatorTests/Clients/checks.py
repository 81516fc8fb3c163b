"""What the client scripts share: the control API, and checks that are counted and named."""
import json
import sys
import urllib.request

BASE = sys.argv[1]
passed = 0


def check(name, is_so, seen=None):
    """Notes that something held; ends the script when it did not."""
    global passed
    if not is_so:
        sys.exit(f"FAILED {name}: {seen!r}")
    passed += 1
    print(f"ok {name}")


def control(path, body=None, method=None):
    """One request to the simulator's control API."""
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(f"{BASE}/_sim/{path}", data=data, method=method)
    with urllib.request.urlopen(request) as answer:
        return json.loads(answer.read())


def finish(expected):
    check("all checks have run", passed == expected, passed)
    print("DONE")
