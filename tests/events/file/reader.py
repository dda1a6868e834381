"""Reads a hintlab log from its description (events/file/format.md) alone, and checks all of it.

Prints one event a line: its four words. Needs python3-zstandard.
"""

import hashlib
import json
import struct
import sys
import zlib

import zstandard


def check(truth, what):
    if not truth:
        sys.exit("not right: " + what)


def signed(word):
    word &= 0xFFFFFFFF
    return word - (1 << 32) if word >= 1 << 31 else word


def form_1(raw, events):
    """The words of a block: four columns of differences."""
    check(len(raw) == 16 * events, "length of a payload")
    numbers = struct.unpack("<%di" % (4 * events), raw)
    last = [0, 0, 0]
    for event in range(events):
        for column in range(3):
            last[column] = signed(last[column] + numbers[column * events + event])
        yield (*last, numbers[3 * events + event])


def form_2(raw, events):
    """The words of a block: columns by head."""
    heads, unit = struct.unpack_from("<II", raw)
    check(1 <= heads <= events and unit >= 1, "heads of a block")
    words = struct.unpack_from("<%di" % heads, raw, 8)
    check(len(set(words)) == heads, "heads that differ")
    at = 8 + 4 * heads
    codes = [raw[at + column * heads : at + (column + 1) * heads] for column in range(3)]
    at += 3 * heads
    which = list(raw[at : at + events])
    at += events
    if heads > 256:
        which = [low | high << 8 for low, high in zip(which, raw[at : at + events])]
        at += events
    members = [[] for _ in range(heads)]
    for event, head in enumerate(which):
        members[head].append(event)
    columns = []
    for column in range(3):
        numbers = [0] * events
        for plane in range(4):
            for head in range(heads):
                if codes[column][head] >> 4 > plane:
                    for event in members[head]:
                        numbers[event] |= raw[at] << 8 * plane
                        at += 1
        columns.append(numbers)
    check(at == len(raw), "length of the columns")
    by_head, by_actor = {}, {}
    for event, head in enumerate(which):
        actor = words[head] >> 8 & 255
        found = []
        for column in range(3):
            number = columns[column][event]
            distance = number >> 1 if number & 1 == 0 else -(number >> 1) - 1
            told = codes[column][head] & 15
            check(told <= 2, "code of a column")
            before = [{}, by_head, by_actor][told].get((column, [0, head, actor][told]), 0)
            word = signed(before + distance)
            by_head[column, head] = by_actor[column, actor] = word
            found.append(word)
        yield words[head], found[0], found[1], found[2] * unit


def main(path):
    with open(path, "rb") as file:
        data = file.read()
    magic, form, length, crc = struct.unpack_from("<8sIII", data)
    check(magic == b"HINTLAB\n" and form in (1, 2), "head")
    header_bytes = data[20 : 20 + length]
    check(zlib.crc32(header_bytes) == crc, "CRC of the header")
    header = json.loads(header_bytes)
    check(header["format"] == form, "format in the header")
    again = json.dumps(header, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    check(again.encode() == header_bytes or "." in again, "keys in order")
    at = 20 + length
    chain = hashlib.sha256(data[:at]).digest()
    first, clock, index, digests = 1, 0, [], 0
    while data[at : at + 4] != b"HLIX":
        head = data[at : at + 72]
        block, number, events, size, digest_size, payload_crc, block_clock, room = (
            struct.unpack_from("<4sIIIIIdI", head)
        )
        check(block == b"HLBK" and (form == 2 or room == 0), "block")
        check(zlib.crc32(head[:68]) == struct.unpack_from("<I", head, 68)[0], "CRC of a block")
        check(number == first and block_clock == clock, "first event or clock of a block")
        payload = data[at + 72 : at + 72 + size]
        check(zlib.crc32(payload) == payload_crc, "CRC of a payload")
        chain = hashlib.sha256(chain + head[:36] + payload).digest()
        check(chain == head[36:68], "chain")
        raw = zstandard.ZstdDecompressor().decompress(
            payload[digest_size:], max_output_size=16 * events if form == 1 else room
        )
        check((form == 1 or len(raw) == room) and digest_size % 10 == 0, "length of a payload")
        digests += digest_size > 0
        for words in form_1(raw, events) if form == 1 else form_2(raw, events):
            gap = words[3]
            print(*words)
            clock += gap
            if words[0] & 255 == 180:
                clock += words[2] * 2**31 + words[1]
            if words[0] & 255 == 181:
                clock -= words[2]
        index.append((at, first, events, block_clock))
        first += events
        at += 72 + size
    count = struct.unpack_from("<I", data, at + 4)[0]
    check(count == len(index), "blocks in the index")
    for entry in range(count):
        check(struct.unpack_from("<dIId", data, at + 8 + 24 * entry) == index[entry], "index")
    end = at + 8 + 24 * count
    offset, index_crc, trailer_crc, magic = struct.unpack_from("<dII4s", data, end)
    check(offset == at and index_crc == zlib.crc32(data[at:end]), "CRC of the index")
    check(trailer_crc == zlib.crc32(data[end : end + 12]) and magic == b"HEND", "trailer")
    check(end + 20 == len(data), "end of the file")
    check(digests >= (1 if index else 0), "digests in the last block")


main(sys.argv[1])
