/** A reporter of Stryker that prints each survivor when it is found: a run that is stopped writes no report. */
import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { argument, type ReportedMutant, survivor } from './survivor.ts';

class Survivors {
  onMutantTested(mutant: ReportedMutant & { fileName: string }) {
    if (mutant.status !== 'Survived' && mutant.status !== 'NoCoverage') return;
    const file = relative(process.cwd(), mutant.fileName);
    const source = readFileSync(file, 'utf8');
    if (!argument(file, source, mutant)) console.log(survivor(file, source, mutant));
  }
}

export const strykerPlugins = [{ kind: 'Reporter', name: 'survivors', injectableClass: Survivors }];
