import { meters } from '../../../packages/manifest/index.ts';
import { acceptedType } from '../../http/accept.ts';
import type { Answer } from '../../http/answer.ts';
import { varies } from '../caching.ts';
import { documentOf, type Engine } from '../engine.ts';
import { type PageInfo, pageLinks } from '../links.ts';
import { instant, integer, type Parameters, readParameters, someOf, text } from '../parameters.ts';
import type { Route } from '../route.ts';
import * as select from '../selections.ts';
import { type UsageRecordData, usageEvent } from '../usageEvent.ts';
import { filterOf } from './entries.ts';

const filter = {
  meters: someOf('Only records of one of these meters.', meters),
  since: instant('Only records from this time or later.'),
  until: instant('Only records from before this time.'),
} satisfies Parameters;

export const usageRouteParameters: Parameters = {
  first: integer('Number of records. Defaults to 100.', 1, 100),
  after: text('Return only records after this cursor. Without it, from the first record on.'),
  ...filter,
};

export const usagePattern = '/api/usage';

/** What it can be read as: the batch of the JSON format of CloudEvents, the same as plain JSON, or an event in each line. */
export const usageTypes = ['application/cloudevents-batch+json', 'application/json', 'application/x-ndjson'] as const;

export const usageDocument = `query ReadUsage($first: Int, $after: String, $filter: UsageRecordFilter) { usageRecords(first: $first, after: $after, filter: $filter) { edges { cursor node { ...UsageRecord } } ${select.page} } } ${select.usageRecord}`;

interface UsagePage {
  edges: { cursor: string; node: UsageRecordData }[];
  pageInfo: PageInfo;
}

/** The usage records as CloudEvents. `Link` leads on from the last page too, so that a reader needs no memory but that. */
export function usageRoute(engine: Engine): Route {
  const document = documentOf(usageDocument);
  return {
    method: 'GET',
    pattern: usagePattern,
    async answer({ request, target, enter }): Promise<Answer> {
      const requestContext = await enter();
      const type = acceptedType(request.headers.get('accept'), usageTypes);
      const query = readParameters(target.query, usageRouteParameters);
      const variables = { first: query.first ?? 100, after: query.after, ...filterOf(query, filter) };
      const data = await engine.run(requestContext, document, variables);
      const { edges, pageInfo } = data.usageRecords as UsagePage;
      const events = edges.map(({ cursor, node }) => usageEvent(node, cursor));
      const links = pageLinks(target, { ...pageInfo, hasNextPage: true }, false);
      return {
        status: 200,
        headers: {
          'content-type': type,
          'cache-control': 'private, no-store',
          vary: varies,
          ...(links ? { link: links } : {}),
        },
        body:
          type === 'application/x-ndjson'
            ? events.map((event) => `${JSON.stringify(event)}\n`).join('')
            : JSON.stringify(events),
      };
    },
  };
}
