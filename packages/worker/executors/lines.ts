import type { Redactor } from '../document/redact.ts';

const maxLineLength = 8_192;
const tailLength = 2_000;
/** Of one attempt: what a step writes without end must not fill the disk of the worker's log. */
const maxLines = 10_000;
const maxCharacters = 1024 * 1024;

/** The standard error of a process: line by line for the log, and its end for the error. */
export interface Lines {
  take(chunk: Buffer): void;
  /** The rest, without a final line break. */
  end(): void;
  tail(): string;
}

/** Secrets are redacted in complete lines; a line without an end is cut where no secret can be split. */
export function openLines(redactor: Redactor, say: (line: string) => void): Lines {
  const decoder = new TextDecoder();
  let rest = '';
  let isCut = false;
  let last = '';
  let lines = 0;
  let characters = 0;
  let omitted = 0;

  function emit(line: string) {
    const shown = redactor.text(line).replace(/[\p{Cc}\p{Bidi_Control}]/gu, ' ');
    last = `${last}${shown}\n`.slice(-tailLength);
    if (lines < maxLines && characters + shown.length <= maxCharacters) {
      lines += 1;
      characters += shown.length;
      say(shown);
      return;
    }
    if (omitted === 0)
      say(`The log of a step has at most ${maxLines} lines and ${maxCharacters} characters: what follows is omitted.`);
    omitted += 1;
    // A short line must not appear after longer ones that were omitted.
    lines = maxLines;
  }

  function split() {
    for (let end = rest.indexOf('\n'); end !== -1; end = rest.indexOf('\n')) {
      if (!isCut) emit(rest.slice(0, end));
      isCut = false;
      rest = rest.slice(end + 1);
    }
    if (isCut) rest = '';
    else if (rest.length > maxLineLength + redactor.longest) {
      const shown = redactor.text(rest).slice(0, -Math.max(redactor.longest, 1)).slice(0, maxLineLength);
      emit(`${shown}… (cut)`);
      rest = '';
      isCut = true;
    }
  }

  return {
    take(chunk) {
      rest += decoder.decode(chunk, { stream: true });
      split();
    },
    end() {
      rest += decoder.decode();
      split();
      if (rest !== '' && !isCut) emit(rest);
      rest = '';
      if (omitted > 0) say(`${omitted} ${omitted === 1 ? 'line was' : 'lines were'} omitted.`);
    },
    tail: () => last.trim(),
  };
}
