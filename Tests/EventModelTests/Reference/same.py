#!/usr/bin/env python3
"""Compares JSON documents with their numbers as they are spelled.

usage: same.py EXPECTED ACTUAL [EXPECTED ACTUAL …]
Prints each difference as ACTUAL: path: what; exit 1 if any.
"""
import json, sys

class Number(str):
    """The spelling of a number; no string equals it."""
    def __eq__(self, other):
        return isinstance(other, Number) and str.__eq__(self, other)
    __hash__ = str.__hash__

def load(path):
    with open(path, encoding="utf-8") as file:
        return json.load(file, parse_float=Number, parse_int=Number)

def differences(expected, actual, path=""):
    if type(expected) is not type(actual):
        yield f"{path}: {expected!r} became {actual!r}"
    elif isinstance(expected, dict):
        for name in expected.keys() - actual.keys():
            yield f"{path}/{name}: is missing"
        for name in actual.keys() - expected.keys():
            yield f"{path}/{name}: was not there"
        for name in expected.keys() & actual.keys():
            yield from differences(expected[name], actual[name], f"{path}/{name}")
    elif isinstance(expected, list):
        if len(expected) != len(actual):
            yield f"{path}: {len(expected)} elements became {len(actual)}"
        for index, pair in enumerate(zip(expected, actual)):
            yield from differences(*pair, f"{path}/{index}")
    elif expected != actual:
        yield f"{path}: {expected!r} became {actual!r}"

if __name__ == "__main__":
    if len(sys.argv) < 3 or len(sys.argv) % 2 == 0:
        sys.exit(__doc__)
    found = [(a, d) for e, a in zip(sys.argv[1::2], sys.argv[2::2]) for d in differences(load(e), load(a))]
    for path, difference in found:
        print(f"{path}{difference}")
    sys.exit(1 if found else 0)
