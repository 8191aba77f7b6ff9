/**
 * Several pieces of UTF-8 as a frame of a server (https://www.rfc-editor.org/rfc/rfc6455#section-5.2): final, text,
 * unmasked, not compressed. It is one buffer, and so one write; `ws` writes the header apart from the content.
 */
export function textFrame(...pieces: readonly Buffer[]): Buffer {
  const length = pieces.reduce((sum, piece) => sum + piece.length, 0);
  const start = length < 126 ? 2 : length < 65_536 ? 4 : 10;
  const frame = Buffer.allocUnsafe(start + length);
  frame[0] = finalText;
  if (start === 2) frame[1] = length;
  else if (start === 4) {
    frame[1] = 126;
    frame.writeUInt16BE(length, 2);
  } else {
    frame[1] = 127;
    frame.writeBigUInt64BE(BigInt(length), 2);
  }
  let end = start;
  for (const piece of pieces) {
    frame.set(piece, end);
    end += piece.length;
  }
  return frame;
}

const finalText = 0x81;
