import { decodeUtf8 } from './text.ts';

/** Extensions of formats that are never text, whatever their bytes are. */
const binaryExtensions = new Set(
  (
    '7z avif bin bmp bz2 class db dll doc docx dylib eot exe flac gif gz ico jar jpeg jpg mov mp3 mp4 ogg onnx otf ' +
    'parquet pdf png ppt pptx pyc safetensors so sqlite tar tgz tif tiff ttf wasm wav webm webp woff woff2 xls xlsx xz ' +
    'zip zst'
  ).split(' '),
);

const extensionOf = (path: string): string => /\.([A-Za-z0-9]+)$/.exec(path)?.[1]?.toLowerCase() ?? '';

/**
 * Whether a file is text: valid UTF-8 without a NUL byte, and not of a binary format by its extension. In such a file
 * CRLF and LF are the same line ending, as for git's `text=auto`.
 */
export function isTextFile(path: string, bytes: Uint8Array): boolean {
  return !binaryExtensions.has(extensionOf(path)) && !bytes.includes(0) && decodeUtf8(bytes) !== null;
}

const [lineFeed, carriageReturn] = [0x0a, 0x0d];

/** Whether the bytes contain a CRLF. */
export function hasCrlf(bytes: Uint8Array): boolean {
  for (let at = bytes.indexOf(carriageReturn); at !== -1; at = bytes.indexOf(carriageReturn, at + 1))
    if (bytes[at + 1] === lineFeed) return true;
  return false;
}

/** The bytes with each CRLF replaced by LF. A CR alone stays: it is a character, not a line ending. */
export function withLineFeeds(bytes: Uint8Array): Uint8Array {
  if (!hasCrlf(bytes)) return bytes;
  return bytes.filter((byte, at) => byte !== carriageReturn || bytes[at + 1] !== lineFeed);
}

/** The bytes of a text with each line ending (CRLF, LF, or CR alone) as LF, and without a byte order mark. */
export function withoutLineEnds(bytes: Uint8Array): Uint8Array {
  const start = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  return withLineFeeds(bytes.subarray(start)).map((byte) => (byte === carriageReturn ? lineFeed : byte));
}

/** The bytes of a text with each LF as CRLF: how a checkout with `core.autocrlf=true` writes it. */
export function withCrlf(bytes: Uint8Array): Uint8Array {
  const plain = withLineFeeds(bytes);
  const result = new Uint8Array(plain.length + plain.reduce((count, byte) => count + (byte === lineFeed ? 1 : 0), 0));
  let at = 0;
  for (const byte of plain) {
    if (byte === lineFeed) result[at++] = carriageReturn;
    result[at++] = byte;
  }
  return result;
}
