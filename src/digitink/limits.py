"""Every number that bounds input, in one place: past it one clear error, never a slow death.

Some never raise: what is larger than RASTER_SIDE, INK_SIDE or INK_PIXELS is brought down to it, and
what goes beyond GROUPS is not compared.
"""

# Pictures
PICTURE_BYTES = 20 * 2**20  # of the encoded file
PICTURE_PIXELS = 50_000_000  # as its header states them, before anything is decoded
PICTURE_SIDE = 65_535  # pixels: what a JPEG can have
DECODE_BYTES = 140_000_000  # of memory to decode one picture: A4 at 600 dpi and in colour
DECODE_SECONDS = 0.8  # of processor time to decode one picture
JPEG_SCANS = 40  # of one JPEG: progressive ones have about ten
RASTER_SIDE = 2_048  # pixels: a larger picture is brought down to this before it is read

# Ink
INK_BYTES = 4 * 2**20  # of the JSON text
INK_STROKES = 2_000
INK_POINTS = 100_000  # over all strokes
INK_COORDINATE = 1e9  # magnitude, in the units of the source
INK_SIDE = 32_000  # pixels of the raster that ink is drawn on: what cv2 draws on
INK_PIXELS = 4_000_000

# Data sets
DATA_BYTES = 2 * 2**30  # of one file of numbers, unpacked: EMNIST's digits have 0.2 GiB
TEXT_BYTES = 512 * 2**20  # of one file of text, unpacked: MNIST as CSV has 110 MB
TEXT_LINES = 5_000_000  # of such a file: a line takes far more memory than its characters
JSON_BYTES = 64 * 2**20  # of one file of ink, unpacked; parsed, it takes some twenty times that

# Models
MODEL_BYTES = 512 * 2**20  # of one file to be imported, unpacked: the textbook network has 5 MB
MODEL_SECONDS = 20  # to answer a few frames when it is imported: a graph may loop for ever

COMPARED = 20  # runs or models set side by side

# Readings
DIGITS = 500  # boxes read from one source
BLOBS = 1_000  # of a picture that may be digits or parts of them
GROUPS = 2_000  # of strokes or blobs that are compared where it is unclear which are one digit

# What one person teaches
CORRECTIONS = 200  # kept in one file

# Server
BODY_BYTES = PICTURE_BYTES  # of one HTTP request that may hold a picture; of others INK_BYTES
MESSAGE_BYTES = 1 * 2**20  # of one WebSocket message
MESSAGES_PER_SECOND = 240  # of one WebSocket connection: twice a fast pen's event rate
CONNECTIONS = 32  # requests and WebSockets under way at once
BODIES = 4  # such bodies held in memory at once
READERS = 2  # threads that read ink, and as many that read pictures
HEAD_SECONDS = 10.0  # until the head of a request is there: before, the guard sees none of it
READ_SECONDS = 10.0  # for one request, body and reading together
LEARN_SECONDS = 60.0  # where it may learn, the first time long, or makes a whole collection
IDLE_SECONDS = 3_600.0  # a WebSocket on which nothing is sent
