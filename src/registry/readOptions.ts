import type { ParseOptions } from '../../packages/manifest/index.ts';
import type { Services } from './services.ts';

/** Options for parsing definitions, as the operator configured them. */
export const readOptions = ({ stdioCommands }: Services): ParseOptions => (stdioCommands ? { stdioCommands } : {});
