import type { PeerName } from '../peers.ts';

/** What goes over the wire: a GET, or a POST where there is a body. */
export interface Sent {
  path: string;
  body?: string;
}

/** What a client sends, and how to read the answer so that the peers' answers are one. */
export interface Call<Variables> {
  /** Sent once, before the rest, where a request needs something from this peer, such as a cursor. */
  first?(variables: Variables): Sent;
  /** @param found the answer to `first` */
  request(variables: Variables, found?: never): Sent;
  read(answer: never): unknown;
}

export interface Scenario<Variables = never, Answer = never> {
  name: string;
  /** In a sentence, for the report. */
  description: string;
  /** SQL for the variables that the requests go through, in turn. */
  variables: string;
  /** Whether an answer is what the scenario is about: equal answers may all be empty. */
  isRight(answer: Answer, variables: Variables): boolean;
  calls: Record<PeerName, Call<Variables>>;
  /** Whether the gateway may answer with what it has kept. All other scenarios ask the database. */
  isCached?: boolean;
}

export const graphql =
  <Variables>(query: string) =>
  (variables: Variables): Sent => ({
    path: '/graphql',
    body: JSON.stringify({ query: query.replaceAll(/\s+/g, ' '), variables }),
  });

export const rest =
  (name: string) =>
  (variables: object): Sent => ({
    path: `/${name}?${new URLSearchParams(variables as Record<string, string>)}`,
  });

export const asItIs = (answer: unknown) => answer;
export const dataOf = ({ data }: { data: unknown }) => data;
