import { spawn } from 'node:child_process';

/** The program that opens an address in the user's browser. */
const openers: Partial<Record<NodeJS.Platform, string>> = { darwin: 'open', linux: 'xdg-open' };

/**
 * Opens an address in the browser, where this platform has a program for it. Never fails: the address is printed as well.
 *
 * @param program replaces the platform's own, as `BROWSER` does
 */
export function openBrowser(address: string, program = process.env.BROWSER ?? openers[process.platform]): void {
  if (!program) return;
  const opening = spawn(program, [address], { stdio: 'ignore', detached: true });
  opening.on('error', () => {});
  opening.unref();
}
