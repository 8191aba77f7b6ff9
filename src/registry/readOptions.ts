import type { ParseOptions } from '../../packages/manifest/index.ts';
import type { Services } from './services.ts';

/** How this registry reads definitions: what its operators allow. */
export const readOptions = ({ stdioCommands }: Services): ParseOptions => (stdioCommands ? { stdioCommands } : {});
