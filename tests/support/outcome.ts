import type { Answer } from './actor.ts';
import type { RestResponse } from './rest.ts';

interface Issue {
  file?: string;
  path: string;
  code: string;
}

type Payload = { code?: string; message: string; issues?: Issue[] } | null;

/**
 * A response in one line, for tables: `data` if nothing was refused; otherwise the code and the place of the refusal,
 * after the status if it is not 200.
 */
export function outcomeOf({ status, data, errors }: Pick<Answer, 'status' | 'data' | 'errors'>): string {
  const prefix = status === 200 ? '' : `${status} `;
  if (errors)
    return prefix + errors.map(({ extensions, message }) => `${extensions.code} ${placeIn(message)}`).join('; ');
  const [payload] = Object.values(data as Record<string, Payload>);
  if (!payload?.code) return `${prefix}data`;
  const { code, message, issues } = payload;
  return `${prefix}${code} ${issues ? placesOf(issues) : placeIn(message)}`;
}

/** The same for a REST response: `data`, or the problem's code and place. */
export const outcomeOfProblem = ({ status, body }: RestResponse): string =>
  status < 400 ? 'data' : `${body.code} ${body.issues ? placesOf(body.issues) : placeIn(body.detail)}`;

/** The argument or variable that a message names; for a message without one its text, without repeated input. */
const placeIn = (message: string): string =>
  /`([^`]*)`/.exec(message)?.[1] ??
  /got an invalid value at "([^"]*)"/.exec(message)?.[1] ??
  message.replaceAll(/"(?:[^"\\]|\\.)*"/g, '"…"');

/** Every issue as its place and code; with the file only if it is not the manifest. */
const placesOf = (issues: readonly Issue[]): string =>
  issues
    .map(
      ({ file, path, code }) =>
        `${!file || /^((agent|template)\.json|variables)$/.test(file) ? '' : `${file}#`}${path}: ${code}`,
    )
    .join(', ');
