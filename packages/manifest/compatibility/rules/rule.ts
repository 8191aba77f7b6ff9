/** What a change means to those who use a version: nothing breaks, it may behave differently, or it breaks some of them. */
export const changeLevels = ['SAFE', 'RISKY', 'BREAKING'] as const;
export type ChangeLevel = (typeof changeLevels)[number];

/** The parts of a definition that a change can concern. */
export const changeConcerns = [
  'VARIABLES',
  'OUTPUTS',
  'STEPS',
  'ENVIRONMENTS',
  'SKILLS',
  'TOOLS',
  'MCP_SERVERS',
  'ENV',
  'SECRETS',
  'LIMITS',
  'MODEL',
  'PROMPTS',
  'FILES',
  'SUPPORTED_AGENTS',
  'DEPENDENCIES',
  'VISIBILITY',
  'LISTING',
] as const;
export type ChangeConcern = (typeof changeConcerns)[number];

/** A rule of the classification: what it finds, how severe that is, and for whom it matters. */
export interface ChangeRule {
  readonly level: ChangeLevel;
  readonly concerns: readonly ChangeConcern[];
  /** What changed, as a noun phrase. */
  readonly title: string;
  /** The effect on those who use the earlier version. */
  readonly reason: string;
}

/** Rules that concern the same parts. */
export const concerning = <Name extends string>(
  concerns: readonly ChangeConcern[],
  rules: Readonly<Record<Name, readonly [level: ChangeLevel, title: string, reason: string]>>,
): Readonly<Record<Name, ChangeRule>> =>
  Object.fromEntries(
    Object.entries<readonly [ChangeLevel, string, string]>(rules).map(([name, [level, title, reason]]) => [
      name,
      { level, concerns, title, reason },
    ]),
  ) as Record<Name, ChangeRule>;
