/** Parts of the answers that tests of the CLI give to its requests. */

/** No dependents of any kind. */
export const none = { templates: 0, templateVersions: 0, agents: 0, agentVersions: 0, runs: 0 };
type Counts = typeof none;

/** The impact of a change, which lists no dependents. */
export const impactOf = ({ unresolved = none, changed = none }: { unresolved?: Counts; changed?: Counts }) => ({
  ...{ days: 30, unresolved, changed, namespaces: [], namespaceTotal: 0 },
  ...{ dependents: [], dependentTotal: 0, truncated: false },
});
/** One run that would no longer resolve. */
export const impact = impactOf({ unresolved: { ...none, runs: 1 } });
export const event = { cursor: 'c' };
export const result = (__typename: string, more: object) => ({ result: { __typename, ...more } });
/** What `--json` printed. */
export const json = (lines: readonly string[]) => JSON.parse(lines.join('\n'));
