/**
 * A reporter of Stryker that prints each survivor, and each mutant that was not tested, when it is found: a run that is
 * stopped writes no report.
 */
import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { argument, isUntested, type ReportedMutant, survivor, untested } from './survivor.ts';

class Survivors {
  onMutantTested(mutant: ReportedMutant & { fileName: string }) {
    const isSurvivor = mutant.status === 'Survived' || mutant.status === 'NoCoverage';
    if (!isSurvivor && !isUntested(mutant)) return;
    const file = relative(process.cwd(), mutant.fileName);
    const source = readFileSync(file, 'utf8');
    if (!isSurvivor) return console.log(untested(file, source, mutant));
    if (!argument(file, source, mutant)) console.log(survivor(file, source, mutant));
  }
}

export const strykerPlugins = [{ kind: 'Reporter', name: 'survivors', injectableClass: Survivors }];
