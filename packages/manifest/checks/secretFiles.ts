import { isExamplePassword, isPlaceholder, isSequence, withoutReferences } from '../secrets/placeholderValues.ts';
import { assignedSecrets, findTokens, isSecretName, looksTyped, type SecretFinding } from '../secrets/secrets.ts';
import { sha256Hex } from '../values/digest.ts';

/** Files that are a key or a key store, by name. */
const keyFile =
  /(?:^|\/)(?:id_(?:rsa|dsa|ecdsa|ed25519)(?:_sk)?|[^/]+\.(?:p12|pfx|jks|keystore|kdbx|ppk)|\.htpasswd|master\.key)$/i;

/** Files for credentials: every literal value of a secret's name in them is a secret. */
const credentialFile =
  /(?:^|\/)(?:\.env(?:\.[\w.-]+)?|[^/]+\.env|[._]netrc|\.pgpass|\.npmrc|\.yarnrc(?:\.yml)?|\.pypirc|\.git-credentials|\.my\.cnf|\.s3cfg|\.boto|\.dockercfg|\.vault-token|kubeconfig(?:\.ya?ml)?|[^/]+\.kubeconfig|credentials(?:\.\w+)?|secrets?\.(?:json|ya?ml|toml|ini|properties)|[^/]+\.tfvars(?:\.json)?|[^/]+\.tfstate|\.aws\/[^/]+|\.docker\/config\.json|\.kube\/config|\.ssh\/(?!known_hosts$|config$)[^/.]+)$/i;

/** An example of such a file, by name. */
const exampleFile = /\.(?:example|sample|template|dist|tpl)(?:\.\w+)?$/i;

const dataFile = /\.(?:json|jsonc|json5|ya?ml|toml|ini|cfg|conf|config|properties|xml|plist|tf)$/i;

/** A name, `=` or `:`, and a value, as in .env, INI, YAML, TOML, JSON and HCL; before it, in .npmrc, a registry. */
const assignment =
  /(?<![\w.:/-])(?:\/\/[\w.:/-]{1,200}:)?([A-Za-z_/][\w.:/-]{0,200}?)["']?[ \t]{0,20}(?:=>|[=:])[ \t]{0,20}(?:"([^"\n]{0,1000})"|'([^'\n]{0,1000})'|([^\s"',;#{}[\]]{1,1000}))/g;

const otherNames = /(?:^|[^a-z])(?:_?auth|pass|client[-_]key[-_]data|secret[-_]?key[-_]?base)$/i;
const passwordName = /(?:password|passwd|passphrase|pwd|pass)$/i;
const netrc = /\bpassword[ \t]{1,20}(\S{1,200})/g;
const pgpass = /^[^:#\n]{0,200}:[^:\n]{0,20}:[^:\n]{0,200}:[^:\n]{0,200}:([^\n]{1,200})$/gm;

/** Words that describe a password field instead of containing a password. */
const descriptiveValues =
  /^(?:string|text|password|passwort|hidden|secret|required|optional|prompt|masked|basic|plain|env|vault|true|false|null|none|undefined|\*+|-+|_+|~)$/i;

/** A finding for a file that is a key by its name. */
export const keyFileFinding = (path: string, bytes: Uint8Array): SecretFinding | null =>
  keyFile.test(path)
    ? { rule: 'key-file', what: 'a key file, by its name', confidence: 'high', value: sha256Hex(bytes), at: 0 }
    : null;

/** Secrets in a file under assets/ or beside the manifest: well-known forms anywhere, assignments by what the file is. */
export function secretsInFile(path: string, text: string): SecretFinding[] {
  const real = path.replace(exampleFile, '');
  if (credentialFile.test(real)) return dataSecrets(real, text, real === path ? 'credentials' : 'example');
  return dataFile.test(path) ? dataSecrets(path, text, 'data') : assignedSecrets(text);
}

/** The expected value of a secret's name: a secret, any data, or a placeholder. */
type Expected = 'credentials' | 'data' | 'example';

function dataSecrets(path: string, text: string, expected: Expected): SecretFinding[] {
  const found = findTokens(text);
  const add = (name: string, given: string, at: number) => {
    const value = withoutReferences(given).trim();
    if (found.some((each) => at + given.length > each.at && at < each.at + each.value.length)) return;
    if (!isSuspicious(name, value, given, expected)) return;
    const what = `the value of "${name.slice(-60)}"`;
    found.push({ rule: 'assigned-secret', what, confidence: 'high', value, at });
  };
  for (const { 0: whole, 1: name = '', 2: double, 3: single, 4: plain, index } of text.matchAll(assignment)) {
    const value = plain ?? single ?? double ?? '';
    add(name, value, index + whole.length - value.length - (plain === undefined ? 1 : 0));
  }
  for (const pattern of placePatterns(path))
    for (const { 0: whole, 1: value = '', index } of text.matchAll(pattern))
      add('password', value, index + whole.length - value.length);
  return found;
}

const placePatterns = (path: string): RegExp[] => {
  if (/[._]netrc$/i.test(path)) return [netrc];
  return /\.pgpass$/i.test(path) ? [pgpass] : [];
};

/** References to secrets in the notations of secret stores, templates and programs. */
const otherReference =
  /^(?:op|vault|file|env|arn|ssm|sm|secret|keyring|ref)[:+]|^\/(?:run|etc|var)\/|^[!@%|>]|^[A-Za-z_$][\w$-]*(?:\.[A-Za-z_$][\w$-]*)+$/i;

function isSuspicious(name: string, value: string, given: string, expected: Expected): boolean {
  const strict = expected === 'credentials';
  const last = name.replace(/^.*[:/]/, '');
  if (!isSecretName(last) && !(strict && otherNames.test(last))) return false;
  if (given.startsWith('$') || isPlaceholder(value) || descriptiveValues.test(value)) return false;
  if (otherReference.test(value) && !(strict && /^[@!%]./.test(value))) return false;
  if (last.toLowerCase() === value.toLowerCase()) return false;
  if (strict) return true;
  if (expected === 'example' && (isExamplePassword(value) || isSequence(value))) return false;
  if (!passwordName.test(last)) return looksTyped(value);
  return value.length >= 4 && !/\s/.test(value) && !(value.length <= 14 && /^\p{L}+$/u.test(value));
}
