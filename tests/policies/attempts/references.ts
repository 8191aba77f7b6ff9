import type { PolicyActor } from '../actors.ts';
import type { Check } from '../checks.ts';
import { freshVersion, insertVersion } from '../statements.ts';
import { entryId, later } from '../world.ts';
import { attempted, entry, type How, type Line, publisherOf, rightAfter, unsealed, version } from './line.ts';

type AgentOf = (actor: PolicyActor) => string;
const own =
  (slug: string): AgentOf =>
  (actor) =>
    entry('agent', actor.own, slug);
const others =
  (slug: string): AgentOf =>
  (actor) =>
    entry('agent', actor.other, slug);
const none: AgentOf = () => 'null';

const link = (templateVersion: string, agent: string, slug: string) =>
  `insert into template_version_agents (template_version_id, slug, agent_registry_id, range, matches)
    values (${templateVersion}, '${slug}', ${agent}, '*', '{(,)}')`;

const to =
  (number: string, agent: AgentOf, slug: string): How =>
  (actor) => [link(version('template', actor.own, 'open', number), agent(actor), slug)];
const toDraft = (agent: AgentOf, slug: string) => to('3.0.0', agent, slug);
const toAnothersDraft: How = ({ own, other }) => [
  link(version('template', other, 'open', '3.0.0'), entry('agent', own, 'inner'), 'inner'),
];
const withPublish =
  (agent: AgentOf, slug: string): How =>
  (actor) => [
    insertVersion('template', { entry: entryId('template', actor.own, 'open'), publishedBy: actor.id }),
    link(`'${freshVersion}'`, agent(actor), slug),
  ];

const sketch = (namespace: string) => version('template', namespace, 'sketch', '0.1.0');
const promote = (namespace: string) =>
  `update template_versions set status = 'ACTIVE', published_at = now() where id = ${sketch(namespace)}`;
const withPromotion: How = (actor) => [promote(actor.own), link(sketch(actor.own), own('inner')(actor), 'inner')];

/** Another user publishes in a namespace, and at the same time the actor adds to it. */
const toPublishOf =
  (namespaceOf: (actor: PolicyActor) => string): How =>
  (actor) => {
    const namespace = namespaceOf(actor);
    const other = publisherOf(namespace, actor);
    const publish = insertVersion('template', { entry: entryId('template', namespace, 'open'), publishedBy: other.id });
    return rightAfter(other, [publish], actor, [link(`'${freshVersion}'`, entry('agent', namespace, later), later)]);
  };

const set = (templateVersion: string, change: string) =>
  `update template_version_agents set ${change} where template_version_id = ${templateVersion}`;
const bind =
  (agent: AgentOf, template = 'sketch', number = '0.1.0'): How =>
  (actor) => [set(version('template', actor.own, template, number), `agent_registry_id = ${agent(actor)}`)];
const bindWithPromotion: How = (actor) => [promote(actor.own), ...bind(own(later))(actor)];
const bindInPromotionOf =
  (namespaceOf: (actor: PolicyActor) => string): How =>
  (actor) => {
    const namespace = namespaceOf(actor);
    const id = sketch(namespace);
    const show = `update template_registry set current_version_id = ${id} where id = ${entry('template', namespace, 'sketch')}`;
    const bound = set(id, `agent_registry_id = ${entry('agent', namespace, later)}`);
    return rightAfter(publisherOf(namespace, actor), [promote(namespace), show], actor, [bound]);
  };
const bindAnothers: How = (actor) => [set(sketch(actor.other), `agent_registry_id = ${own(later)(actor)}`)];
const anotherRange: How = (actor) => [set(sketch(actor.own), `range = '1.x'`)];

// biome-ignore format: a table is read along its columns
const lines: Line[] = [
  //                                            anon  role  view  publ  admin publ' adm'  serv  owner
  ['is added to a draft',                       'no    no    no    yes   yes   yes   yes   no    yes  ', toDraft(own('inner'), 'inner')],
  ['is added past the registry',                'no    no    no    no    no    no    no    no    yes  ', unsealed(toDraft(own('inner'), 'inner'))],
  ['is bound past the registry',                'no    -     -     no    no    no    no    no    yes  ', unsealed(bind(own(later)))],
  ['is added to another’s draft',               'no    no    no    no    no    no    no    no    yes  ', toAnothersDraft],
  ['is added with its version',                 'no    no    no    yes   yes   yes   yes   no    yes  ', withPublish(own('inner'), 'inner')],
  ['is added with its promotion',               'no    no    no    yes   yes   yes   yes   no    yes  ', withPromotion],
  ['is added to what was published before',     'no    no    no    no    no    no    no    no    yes  ', to('2.1.0', own('open'), 'open')],
  ['is added to what was archived',             'no    no    no    no    no    no    no    no    yes  ', to('1.1.0', own('open'), 'open')],
  ['is added to what a colleague publishes now', 'no    no    no    yes   yes   yes   yes   no    yes  ', toPublishOf(({ own }) => own)],
  ['is added to what another publishes now',    'no    no    no    no    no    no    no    no    yes  ', toPublishOf(({ other }) => other)],
  ['leads to another’s public agent',           'no    no    no    yes   yes   yes   yes   no    yes  ', toDraft(others(later), later)],
  ['leads to another’s private agent',          'no    no    no    no    no    no    no    no    yes  ', toDraft(others('inner'), 'inner')],
  ['leads to another’s disabled agent',         'no    no    no    no    no    no    no    no    yes  ', withPublish(others('off'), 'off')],
  ['leads to another’s draft of an agent',      'no    no    no    no    no    no    no    no    yes  ', toDraft(others('sketch'), 'sketch')],
  ['leads to an agent of another name',         'no    no    no    no    no    no    no    no    yes  ', toDraft(own('inner'), 'reviewer')],
  ['leads nowhere, in a draft',                 'no    no    no    yes   yes   yes   yes   no    yes  ', toDraft(none, 'nobody-yet')],
  ['leads nowhere, when published',             'no    no    no    no    no    no    no    no    yes  ', withPublish(none, 'nobody-yet')],
  ['is bound',                                  'no    -     -     yes   yes   yes   yes   no    yes  ', bind(own(later))],
  ['is bound with the promotion',               'no    -     -     yes   yes   yes   yes   no    yes  ', bindWithPromotion],
  ['is bound after the promotion',              'no    -     -     -     -     -     -     no    yes  ', bind(own(later), 'old', '1.0.0')],
  ['is bound in a colleague’s promotion',       'no    -     -     yes   yes   yes   yes   no    yes  ', bindInPromotionOf(({ own }) => own)],
  ['is bound in another’s promotion',           'no    -     -     -     -     -     -     no    yes  ', bindInPromotionOf(({ other }) => other)],
  ['is bound, another’s',                       'no    -     -     -     -     -     -     no    yes  ', bindAnothers],
  ['is bound to another’s private agent',       'no    -     -     no    no    no    no    no    yes  ', bind(others('inner'))],
  ['is bound to an agent of another name',      'no    -     -     no    no    no    no    no    yes  ', bind(own('open'))],
  ['is bound to nothing',                       'no    -     -     no    no    no    no    no    yes  ', bind(none)],
  ['is bound anew',                             'no    -     -     -     -     -     -     no    yes  ', bind(own('inner'), 'open', '3.0.0')],
  ['gets another range',                        'no    no    no    no    no    no    no    no    yes  ', anotherRange],
];

export const referenceChecks: Check[] = attempted('template_version_agents', lines);
