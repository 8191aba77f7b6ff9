import { hiddenTextProblems } from './hiddenText.ts';
import type { IssueCode } from './issueCodes.ts';

/** Why a string is refused: a stable code and what to do. */
interface TextProblem {
  code: IssueCode;
  message: string;
  /** Defaults to `error`. */
  severity?: 'error' | 'warning';
}

const control = /[\p{Cc}--[\t\n\r]]/v;
/**
 * Every problem of a string, wherever it is.
 * Postgres stores neither NUL nor half a surrogate pair; the other problems mislead readers.
 */
export function textProblems(text: string, options: { nfc: boolean } = { nfc: true }): TextProblem[] {
  const problems: TextProblem[] = [];
  if (!text.isWellFormed()) {
    problems.push({ code: 'lone_surrogate', message: 'contains half of a surrogate pair; write the whole character.' });
    return problems;
  }
  if (text.includes('\0')) problems.push({ code: 'nul_character', message: 'contains a NUL character; remove it.' });
  else if (control.test(text)) {
    problems.push({ code: 'control_character', message: 'contains a control character; remove it.' });
  }
  problems.push(...hiddenTextProblems(text));
  if (options.nfc && text.normalize('NFC') !== text) {
    problems.push({ code: 'not_nfc', message: 'is not in Unicode normal form C; save the text as NFC.' });
  }
  return problems;
}

/** Decodes UTF-8 without a byte order mark; null when the bytes are not valid UTF-8. */
export function decodeUtf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}
