import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import pg from 'pg';
import { searchAsJson } from '../searchStatement.ts';
import { ready } from './ready.ts';
import { becomeAnon } from './settings.ts';

/**
 * What one person would write who needs these answers and nothing else: one prepared statement that makes the
 * JSON, in a transaction as `anon`, in one round trip. No GraphQL, no checks: the ceiling on this machine.
 */
const pool = new pg.Pool({
  connectionString: process.env.DATABASE_URL,
  max: Number(process.env.CONNECTIONS),
  pipeline: true,
} as pg.PoolConfig);

const sql = (name: string) => readFile(new URL(`sql/${name}.sql`, import.meta.url), 'utf8');

const answers: Record<string, (asked: URLSearchParams) => { name: string; text: string; values: unknown[] }> = {
  '/get': prepared('get', await sql('get'), (asked) => [asked.get('namespace'), asked.get('slug')]),
  '/nested': prepared('nested', await sql('nested'), (asked) => [asked.get('namespace')]),
  '/page': prepared('page', await sql('page'), (asked) => [asked.get('sortName'), asked.get('id')]),
  '/history': prepared('history', await sql('history'), (asked) => [asked.get('namespace'), asked.get('slug')]),
  '/search': prepared('search', searchAsJson(), (asked) => [asked.get('query')]),
};

const server = createServer(async (request, response) => {
  const url = new URL(request.url ?? '/', 'http://localhost');
  const query = answers[url.pathname];
  const body = query ? await asAnon(query(url.searchParams)).catch(String) : 'not found';
  response.writeHead(body.startsWith('{') ? 200 : 500, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
  });
  response.end(body);
});

async function asAnon(query: { name: string; text: string; values: unknown[] }): Promise<string> {
  const client = await pool.connect();
  try {
    const [, , result] = await Promise.all([
      client.query('begin read only'),
      client.query(actAs),
      client.query(query),
      client.query('commit'),
    ]);
    return result.rows[0].body;
  } finally {
    client.release();
  }
}

const actAs = { name: 'act as', ...becomeAnon };

function prepared(name: string, text: string, valuesOf: (asked: URLSearchParams) => unknown[]) {
  return (asked: URLSearchParams) => ({ name, text, values: valuesOf(asked) });
}

ready(server);
