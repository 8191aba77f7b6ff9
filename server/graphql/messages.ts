import { redactSecrets } from '../../packages/manifest/secrets/secrets.ts';

/**
 * Messages of graphql-js and others about a request, without the values in it: names and places help the caller, values
 * may be secrets, and messages end up in consoles and tickets. What looks like a secret is redacted in any case. Every
 * rule examines the beginning and the end of a message only: what is between them comes from the client.
 */
export const safeMessage = (message: string): string =>
  redactSecrets(rules.reduce((text, rule) => rule(text), message));

const suggestion = 'Did you mean ';

/** A message without its suggestion, which would disclose the schema bit by bit. */
export function withoutSuggestion(message: string): string {
  const start = message.endsWith('?') ? message.indexOf(suggestion) : -1;
  return start === -1 ? message : message.slice(0, start).trimEnd();
}

const rules: ((message: string) => string)[] = [
  // `inputProblems` rewrites these with their place; this is for one that it did not handle.
  (message) => {
    const [variable] = /^Variable "\$\w{1,200}" got invalid value /.exec(message) ?? [];
    return variable ? `${variable.slice(0, -' invalid value '.length)} an invalid value.` : message;
  },
  (message) => {
    const [, reason] =
      /^((?:Enum )?"?\w{1,200}"? cannot represent [A-Za-z0-9 -]{0,60}?)(?: value)?: /.exec(message) ?? [];
    return reason === undefined ? message : `${reason} value.${suggestedNames(message)}`;
  },
  (message) => {
    const start = message.startsWith('Value "') ? message.lastIndexOf('" does not exist in "') : -1;
    const [, name] = start === -1 ? [] : (/^" does not exist in "(\w{1,200})" enum/.exec(message.slice(start)) ?? []);
    return name === undefined ? message : `No such value in the enum "${name}".${suggestedNames(message)}`;
  },
  (message) =>
    /^Argument "\w{1,200}" has invalid value(?= )/.exec(message)?.[0].replace('has', 'has an').concat('.') ?? message,
  (message) => {
    const [expected] = /^Expected value of type "[^"]{1,300}"(?=, found )/.exec(message) ?? [];
    return expected === undefined ? message : `${expected}.`;
  },
  (message) => {
    const [, kind] =
      /^Syntax Error: [^"]{0,200}?((?:Unexpected|found) (?:String|BlockString|Int|Float)) "/.exec(message) ?? [];
    return kind === undefined ? message : `${message.slice(0, message.indexOf(kind) + kind.length)}.`;
  },
];

/** The names that graphql-js suggests at the end of a message: they are the schema's. */
function suggestedNames(message: string): string {
  const [names] =
    / Did you mean the enum value (?:"\w{1,100}"(?:, or |, | or )?){1,6}\?$/.exec(message.slice(-900)) ?? [];
  return names ?? '';
}
