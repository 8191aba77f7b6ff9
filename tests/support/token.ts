import { randomUUID } from 'node:crypto';
import { localSecret } from '../../packages/node/localSecret.ts';
import { signToken, type TokenRequest } from '../../packages/node/signToken.ts';

/** A token for the gateway with this data folder: defaults to a publisher of `default`, valid for an hour. */
export const tokenFor = async (dataDir: string, as: Partial<TokenRequest> = {}): Promise<string> =>
  signToken(await localSecret(dataDir), {
    subject: randomUUID(),
    role: 'publisher',
    namespace: 'default',
    expiresIn: '1h',
    ...as,
  });
