import pc from 'picocolors';
import type { Equivalent } from './equivalent/inFile.ts';
import { equivalent } from './equivalent.ts';

/** A mutant as Stryker reports it. */
export interface ReportedMutant {
  status: 'Killed' | 'Survived' | 'NoCoverage' | 'Timeout' | 'CompileError' | 'RuntimeError' | 'Ignored' | 'Pending';
  mutatorName: string;
  replacement: string;
  /** Of an error: its message and stack. */
  statusReason?: string;
  location: Record<'start' | 'end', { line: number; column: number }>;
}

/** Why a mutant changes nothing observable; undefined if that is not argued. */
export function argument(file: string, source: string, mutant: ReportedMutant): Equivalent | undefined {
  const original = excerpt(source, mutant.location);
  return equivalent.find(
    (each) => each.file === file && each.original === original && each.replacement === mutant.replacement,
  );
}

export const title = (file: string, { location, mutatorName }: ReportedMutant): string =>
  `${file}:${location.start.line}  ${mutatorName}`;

/** A survivor, as it is printed. */
export const survivor = (file: string, source: string, mutant: ReportedMutant): string =>
  `${pc.red(`survived: ${title(file, mutant)}`)}\n  - ${excerpt(source, mutant.location)}\n  + ${mutant.replacement}`;

/** Whether the tests could not run with this mutant, which is neither noticed nor a survivor. */
export const isUntested = ({ status }: ReportedMutant): boolean =>
  status === 'CompileError' || status === 'RuntimeError' || status === 'Pending';

/** A mutant that was not tested, as it is printed. */
export const untested = (file: string, source: string, mutant: ReportedMutant): string =>
  `${pc.yellow(`not tested: ${title(file, mutant)}`)}\n  - ${excerpt(source, mutant.location)}\n  + ${mutant.replacement}\n  ${mutant.statusReason ?? ''}`;

/** The source between two positions of a report, whose lines and columns count from 1. */
function excerpt(source: string, { start, end }: ReportedMutant['location']): string {
  const lines = source.split('\n').slice(start.line - 1, end.line);
  lines[lines.length - 1] = (lines.at(-1) ?? '').slice(0, end.column - 1);
  lines[0] = (lines[0] ?? '').slice(start.column - 1);
  return lines.join('\n');
}
