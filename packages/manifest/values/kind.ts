/** The two kinds of entries. */
export const kinds = ['AGENT', 'TEMPLATE'] as const;

export type Kind = (typeof kinds)[number];

/** The file that every definition of a kind has at the top of its folder. */
export const manifestFile = { AGENT: 'agent.json', TEMPLATE: 'template.json' } as const satisfies Record<Kind, string>;
