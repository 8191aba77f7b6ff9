import { FolderInUse, lockFolder, type TakenFolder } from '../../packages/node/lockFolder.ts';

/** Another process has the folder. */
export const DataDirInUse = FolderInUse;

/**
 * Locks the data folder for this process. The embedded database has no lock itself: two processes in one folder would
 * lose rows silently.
 *
 * @throws DataDirInUse while another process is alive in it; FolderUnusable when nothing can be written there
 */
export const lockDataDir = (folder: string): Promise<TakenFolder> => lockFolder(folder, 'REGISTRY_DATA_DIR');
