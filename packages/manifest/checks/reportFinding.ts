import { utf8ToBytes } from '@noble/hashes/utils.js';
import type { AllowedFinding } from '../contract/allowFindings.ts';
import type { SecretFinding } from '../secrets/secrets.ts';
import { sha256Hex } from '../values/digest.ts';
import type { IssueLocation, Issues } from '../values/issue.ts';
import { type Kind, manifestFile } from '../values/kind.ts';

const advice = 'Write a reference such as ${secret:NAME} instead';

/** Rules whose findings cannot be allowed: an entry can be made public later. */
const neverAllowed: ReadonlySet<string> = new Set(['private-key', 'key-file']);

/** Identifies a finding by its rule and value: the first 16 hex digits of a SHA-256. */
export const fingerprintOf = ({ rule, value }: Pick<SecretFinding, 'rule' | 'value'>): string =>
  sha256Hex(utf8ToBytes(`${rule}\n${value.toWellFormed()}`)).slice(0, 16);

/** Reports the secrets of one definition: allowed findings and guesses are warnings, all others are errors. */
export class SecretReport {
  readonly #used = new Set<AllowedFinding>();
  readonly #issues: Issues;
  readonly #allowed: readonly AllowedFinding[];
  readonly #isLenient: boolean;

  constructor(issues: Issues, allowed: readonly AllowedFinding[], isLenient = false) {
    this.#issues = issues;
    this.#allowed = allowed;
    this.#isLenient = isLenient;
  }

  /** @param line the line of the finding in a text file, from 1 */
  add(place: IssueLocation, finding: SecretFinding, line?: number): void {
    const { rule, what, confidence } = finding;
    const fingerprint = fingerprintOf(finding);
    const where = line === undefined ? 'This' : `Line ${line}: this`;
    const text = `${where} looks like ${what} (rule ${rule}, fingerprint ${fingerprint}).`;
    const allowance = this.#allowed.find((each) => each.rule === rule && each.fingerprint === fingerprint);
    if (allowance) this.#used.add(allowance);
    if (allowance && !neverAllowed.has(rule)) {
      this.#issues.warning(place, 'secret_allowed', `${text} It is allowed by allowFindings: ${allowance.reason}`);
    } else if (confidence === 'low') {
      this.#issues.warning(place, 'possible_secret', `${text} If it is a secret, remove it. ${advice}.`);
    } else if (this.#isLenient) this.#issues.warning(place, 'secret', text);
    else {
      const hint = neverAllowed.has(rule) ? 'It cannot be allowed' : 'If it is not a secret, add it to "allowFindings"';
      this.#issues.error(place, 'secret', `${text} ${advice}. ${hint}.`);
    }
  }

  /** Warns of allowances that do not match a finding. */
  end(kind: Kind): void {
    for (const [index, allowance] of this.#allowed.entries()) {
      if (this.#used.has(allowance)) continue;
      const message =
        'This allowance does not match any finding. Remove it, or copy the rule and fingerprint from the message of the finding.';
      this.#issues.warning({ file: manifestFile[kind], path: ['allowFindings', index] }, 'unused_allowance', message);
    }
  }
}
