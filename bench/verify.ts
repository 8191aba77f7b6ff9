import { openConnection, requestBytes } from './connection.ts';
import { difference } from './difference.ts';
import type { Peer } from './peers.ts';
import type { Scenario } from './scenarios/index.ts';

/** A request as bytes, and the length of its right answer: an answer of another length, under load, is wrong. */
export interface Prepared {
  request: Buffer;
  length: number;
}

/**
 * Sends every peer all requests of the load test, and throws unless all give the same right response.
 *
 * @returns the requests of each peer, in the order of `peers`
 */
export async function verify(
  scenario: Scenario,
  variables: readonly never[],
  peers: readonly Peer[],
): Promise<Prepared[][]> {
  const connections = peers.map((peer) => openConnection(peer.port));
  const prepared: Prepared[][] = peers.map(() => []);
  for (const each of variables) {
    const answers: unknown[] = [];
    for (const [index, peer] of peers.entries()) {
      const { first, request, read } = scenario.calls[peer.name];
      const found = first && (await connections[index]?.send(requestBytes(first(each), scenario)));
      const bytes = requestBytes(request(each, found && (JSON.parse(found.body.toString('utf8')) as never)), scenario);
      const answer = await connections[index]?.send(bytes);
      const text = answer?.body.toString('utf8') ?? '';
      const complaint = (problem: string) =>
        new Error(`${peer.name} ${problem} (${scenario.name} ${JSON.stringify(each)}):\n${text.slice(0, 2_000)}`);
      if (answer?.status !== 200 || JSON.parse(text).errors) throw complaint(`answers ${answer?.status}`);
      const value = inOneForm(read(JSON.parse(text) as never));
      if (text.includes('a-hidden-')) throw complaint('shows what is private');
      if (!scenario.isRight(value as never, each)) throw complaint('does not give what the scenario is about');
      const differs = answers.length === 0 ? null : difference(value, answers[0]);
      if (differs) throw complaint(`differs from ${peers[0]?.name}, ${differs}`);
      answers.push(value);
      prepared[index]?.push({ request: bytes, length: answer.body.length });
    }
  }
  for (const connection of connections) connection.close();
  return prepared;
}

const timestamp = /^\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:\d\d)$/;

/** Times are written in more than one way. */
const inOneForm = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value), (_, each) =>
    typeof each === 'string' && timestamp.test(each) ? Date.parse(each) : each,
  );
