import type { Connection } from '../src/resolvers/connection.ts';
import { builder } from './builder.ts';
import { Agent, AgentVersion, RegistryEvent, Run, Template, TemplateVersion, ValidationReport } from './refs.ts';

/*
 * One connection and one edge for each type of node, whichever list it is in. Pothos would make one for each field.
 */

/** The description of an edge. */
export const edgeOf = (noun: string) => `One ${noun} of a page, and the cursor of its place in the list.`;

builder.globalConnectionField('totalCount', (t) =>
  t.int({
    description: 'Number of nodes in the whole list, counted up to 10,000. Computed only when it is asked for.',
    complexity: { field: 1, multiplier: 1 },
    resolve: (page) => (page as unknown as Connection<unknown>).totalCount(),
  }),
);

export const AgentConnection = builder.connectionObject(
  { type: Agent, name: 'AgentConnection', description: 'A page of agents.' },
  { name: 'AgentEdge', description: edgeOf('agent') },
);

export const AgentVersionConnection = builder.connectionObject(
  { type: AgentVersion, name: 'AgentVersionConnection', description: 'A page of versions of an agent.' },
  { name: 'AgentVersionEdge', description: edgeOf('version of an agent') },
);

export const TemplateConnection = builder.connectionObject(
  { type: Template, name: 'TemplateConnection', description: 'A page of templates.' },
  { name: 'TemplateEdge', description: edgeOf('template') },
);

export const TemplateVersionConnection = builder.connectionObject(
  { type: TemplateVersion, name: 'TemplateVersionConnection', description: 'A page of versions of templates.' },
  { name: 'TemplateVersionEdge', description: edgeOf('version of a template') },
);

export const RegistryEventConnection = builder.connectionObject(
  { type: RegistryEvent, name: 'RegistryEventConnection', description: 'A page of registry events.' },
  { name: 'RegistryEventEdge', description: edgeOf('registry event') },
);

export const ValidationReportConnection = builder.connectionObject(
  { type: ValidationReport, name: 'ValidationReportConnection', description: 'A page of validation reports.' },
  { name: 'ValidationReportEdge', description: edgeOf('validation report') },
);

export const RunConnection = builder.connectionObject(
  { type: Run, name: 'RunConnection', description: 'A page of runs.' },
  { name: 'RunEdge', description: edgeOf('run') },
);
