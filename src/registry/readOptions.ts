import type { ReadOptions } from '../../packages/manifest/index.ts';
import type { Services } from './services.ts';

/** How this registry reads definitions: what its operators allow. */
export const readOptions = ({ stdioCommands }: Services): ReadOptions => (stdioCommands ? { stdioCommands } : {});
