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


def main(path):
    with open(path, "rb") as file:
        data = file.read()
    magic, form, length, crc = struct.unpack_from("<8sIII", data)
    check(magic == b"HINTLAB\n" and form == 1, "head")
    header_bytes = data[20 : 20 + length]
    check(zlib.crc32(header_bytes) == crc, "CRC of the header")
    header = json.loads(header_bytes)
    again = json.dumps(header, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    check(again.encode() == header_bytes or "." in again, "keys in order")
    at = 20 + length
    chain = hashlib.sha256(data[:at]).digest()
    first, clock, index, digests = 1, 0, [], 0
    while data[at : at + 4] != b"HLIX":
        head = data[at : at + 72]
        block, number, events, size, digest_size, payload_crc, block_clock, zero = (
            struct.unpack_from("<4sIIIIIdI", head)
        )
        check(block == b"HLBK" and zero == 0, "block")
        check(zlib.crc32(head[:68]) == struct.unpack_from("<I", head, 68)[0], "CRC of a block")
        check(number == first and block_clock == clock, "first event or clock of a block")
        payload = data[at + 72 : at + 72 + size]
        check(zlib.crc32(payload) == payload_crc, "CRC of a payload")
        chain = hashlib.sha256(chain + head[:36] + payload).digest()
        check(chain == head[36:68], "chain")
        raw = zstandard.ZstdDecompressor().decompress(
            payload[digest_size:], max_output_size=16 * events
        )
        check(len(raw) == 16 * events and digest_size % 10 == 0, "length of a payload")
        digests += digest_size > 0
        numbers = struct.unpack("<%di" % (4 * events), raw)
        columns = [numbers[column * events : (column + 1) * events] for column in range(4)]
        last = [0, 0, 0]
        for event in range(events):
            for column in range(3):
                word = (last[column] + columns[column][event]) & 0xFFFFFFFF
                last[column] = word
            words = [word - (1 << 32) if word >= 1 << 31 else word for word in last]
            gap = columns[3][event]
            print(*words, gap)
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
