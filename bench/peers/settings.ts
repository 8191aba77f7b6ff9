import { actAs } from '../../src/db/database.ts';
import { anonymous } from '../../src/viewer.ts';

/** The statement by which the gateway becomes an anonymous viewer: the peers take the same, whatever it sets. */
export const becomeAnon = actAs(anonymous, 'nofx', 'read');

/** The same as names and values. */
export const settingsOfAnon: Record<string, string> = Object.fromEntries(
  [...becomeAnon.text.matchAll(/set_config\('([^']+)', \$(\d+), true\)/g)].map(([, name, position]) => [
    name,
    becomeAnon.values[Number(position) - 1] ?? '',
  ]),
);
