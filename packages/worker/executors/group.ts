/**
 * Sends a signal to a process and all its descendants. Processes of another user, such as one that sudo started, are left
 * alone (EPERM); macOS says the same of a group whose processes have all ended.
 */
export function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, signal);
  } catch (error) {
    if (!['ESRCH', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  }
}
