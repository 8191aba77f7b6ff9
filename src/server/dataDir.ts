import { FolderInUse, takeFolder } from '../../packages/shared/node/takeFolder.ts';

/** Another process has the folder. */
export const DataDirInUse = FolderInUse;

/**
 * Takes the data folder for this process. The embedded database takes no lock of its own: two processes on one folder
 * would lose rows silently.
 *
 * @returns how to give it back
 * @throws DataDirInUse while another process is alive in it
 */
export const takeDataDir = (folder: string): Promise<() => Promise<void>> => takeFolder(folder, 'REGISTRY_DATA_DIR');
