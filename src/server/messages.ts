import { hideTokens } from '../../packages/shared/manifest/secrets.ts';

/**
 * What graphql-js and others say of a request, without the values that it held: names and places help whoever asked,
 * values may be secrets, and messages end up in consoles and tickets. What looks like a secret is hidden in any case.
 */
export const safeMessage = (message: string): string => hideTokens(rules.reduce((text, rule) => rule(text), message));

/** A message without what it suggests instead: that would tell the schema, bit by bit. */
export const withoutSuggestion = (message: string): string => message.replace(/ ?Did you mean [\s\S]*\?$/, '');

const rules: ((message: string) => string)[] = [
  (message) => {
    const [, variable, rest] = /^(Variable "\$\w+") got invalid value ([\s\S]*)$/.exec(message) ?? [];
    if (!variable || rest === undefined) return message;
    const place = / at "([\w$.[\]]{1,200})"; (?![\s\S]* at "[\w$.[\]]+"; )/.exec(rest)?.[1];
    const reason = reasons.map((each) => each.exec(rest)?.[1]).find((found) => found !== undefined);
    return `${variable} got an invalid value${place ? ` at "${place}"` : ''}${reason ? `: ${reason}` : ''}.`;
  },
  (message) => message.replace(/( cannot represent [A-Za-z -]{0,60}?)(?: value)?: [\s\S]*$/, '$1 value.'),
  (message) =>
    message.replace(/^Value "[\s\S]*" does not exist in "(\w+)" enum[\s\S]*$/, 'No such value in the enum "$1".'),
  (message) => message.replace(/^(Expected value of type "[^"]+"), found [\s\S]*$/, '$1.'),
  (message) => message.replace(/\b(Unexpected|found) (String|BlockString|Int|Float) "[\s\S]*$/, '$1 $2.'),
];

/** How the message of an invalid variable ends, where that says a name and no value. */
const reasons = [
  /; (Field "\w{1,64}" is not defined by type "\w+")[^;]*$/,
  /; (Field "\w{1,64}" of required type "[^"]{1,100}" was not provided)\.$/,
  /; (Expected non-nullable type "[^"]{1,100}" not to be null)\.$/,
  /; (Expected type "\w+" to be an object)\.$/,
  /; (\w+ cannot represent [A-Za-z -]{0,60}?)(?: value)?: [^;]*$/,
  /; (?:Value "[^;]*" does)( not exist in "\w+" enum)[^;]*$/,
];
