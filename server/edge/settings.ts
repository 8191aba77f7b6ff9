/** The signing secret of a webhook. */
export const webhookSecret = /^whsec_[A-Za-z0-9+/]{32,}={0,2}$/;
/** A namespace, as in tokens and events. */
export const namespacePattern = /^[a-z0-9][a-z0-9-]{0,62}$/;

/** The longest time that the edge may keep a response: a day. */
export const maxEdgeSeconds = 86_400;

/** What the middleware needs to know. */
export interface EdgeSettings {
  /** Secrets of the webhooks that send to it: one for each namespace, two while one is rotated. None: it does nothing. */
  secrets: readonly string[];
  /** Namespaces whose changes are sent to it. */
  namespaces: ReadonlySet<string>;
  /** How long the edge may keep a read of one of their entries. */
  seconds: number;
}

/**
 * The variables of the middleware. It reads its own because the edge runtime cannot load the module that reads the others;
 * that module checks these too, so that functions refuse to start with a wrong value. Here a wrong value turns caching off.
 */
export function readEdgeSettings(variables: Record<string, string | undefined>): EdgeSettings {
  const { REGISTRY_EDGE_WEBHOOK_SECRETS = '', REGISTRY_EDGE_NAMESPACES, REGISTRY_EDGE_SECONDS } = variables;
  const secrets = listOf(REGISTRY_EDGE_WEBHOOK_SECRETS);
  const namespaces = listOf(REGISTRY_EDGE_NAMESPACES || 'default');
  const seconds = Number(REGISTRY_EDGE_SECONDS || 300);
  const isUsable =
    secrets.every((secret) => webhookSecret.test(secret)) &&
    namespaces.every((namespace) => namespacePattern.test(namespace)) &&
    Number.isInteger(seconds) &&
    seconds >= 1 &&
    seconds <= maxEdgeSeconds;
  return isUsable
    ? { secrets, namespaces: new Set(namespaces), seconds }
    : { secrets: [], namespaces: new Set(), seconds: 1 };
}

const listOf = (text: string): string[] =>
  text
    .split(',')
    .map((each) => each.trim())
    .filter(Boolean);
