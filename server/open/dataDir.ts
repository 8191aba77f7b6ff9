import { FolderInUse, lockFolder, type TakenFolder } from '../../packages/node/lockFolder.ts';

/** Another process has the folder. */
export const DataDirInUse = FolderInUse;

/**
 * Takes the data folder for this process. The embedded database takes no lock of its own: two processes on one folder
 * would lose rows silently.
 *
 * @throws DataDirInUse while another process is alive in it; FolderUnusable when nothing can be written there
 */
export const lockDataDir = (folder: string): Promise<TakenFolder> => lockFolder(folder, 'REGISTRY_DATA_DIR');
