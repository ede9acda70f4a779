"""Pictures as bytes, whole or hostile."""

import io
import struct
import zlib

SIGNATURE = b"\x89PNG\r\n\x1a\n"


def encoded(image, kind="PNG", **options):
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def chunk(kind, content):
    body = kind + content
    return struct.pack(">I", len(content)) + body + struct.pack(">I", zlib.crc32(body))


def png_header(width, height, colour=0):
    """The beginning of a PNG of eight bits a sample, up to where its pixels would follow."""
    header = struct.pack(">IIBBBBB", width, height, 8, colour, 0, 0, 0)
    return SIGNATURE + chunk(b"IHDR", header)


def png(width, height, colour, pixels, *chunks):
    """A PNG of eight bits a sample with the given chunks before its pixels."""
    data = chunk(b"IDAT", zlib.compress(pixels, 1))
    return b"".join([png_header(width, height, colour), *chunks, data, chunk(b"IEND", b"")])
