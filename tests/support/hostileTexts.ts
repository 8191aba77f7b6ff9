/** Inputs that no honest client sends. */
export const hostileTexts = {
  nothing: '',
  NUL: 'a\u0000b',
  'a lone surrogate': 'a\ud800b',
  'a bidi override': 'a\u202eb',
  'an escape': '\u001b[31mred',
  SQL: "'; drop table nofx.agent_registry; --",
  'a path': '../../etc/passwd',
  '100,000 characters': 'x'.repeat(100_000),
  emoji: '🤖'.repeat(50),
} as const;

export type HostileText = keyof typeof hostileTexts;

export const hostileTextNames = Object.keys(hostileTexts) as HostileText[];

/** The one right outcome in the notation of `outcomeOf`: for all of them, or for some by name and for the `rest`. */
export type Outcomes = string | ({ rest: string } & Partial<Record<HostileText, string>>);

export const outcomeFor = (outcomes: Outcomes, name: HostileText): string =>
  typeof outcomes === 'string' ? outcomes : (outcomes[name] ?? outcomes.rest);

/** Refused with its place because Postgres cannot store it. */
export const unstorable = (place: string): Partial<Record<HostileText, string>> => ({
  NUL: `BAD_USER_INPUT ${place}`,
  'a lone surrogate': `BAD_USER_INPUT ${place}`,
});
