import { posix } from 'node:path';
import { isMadeByReader } from './elsewhere.ts';
import type { Page, Piece, Problem } from './page.ts';
import type { Repository } from './repository.ts';

/** Files with these endings are ours; one with another, such as `agent.json`, may be the reader's. */
const source = /[\w>…*]\.(ts|mts|mjs|cjs|sql|graphql)$/;

/**
 * Every path in inline code and in the commands of fenced blocks exists: from the root, beside the page, or, for a
 * source file, as the end of a path (`db/agent.ts`). `<noun>` and `…` match any name.
 */
export function checkPaths(page: Page, repository: Repository): Problem[] {
  const folders = new Set(repository.files.filter((file) => file.includes('/')).map((file) => file.split('/', 1)[0]));
  const isOurs = (text: string) =>
    source.test(text) || (text.includes('/') && folders.has(text.split('/', 1)[0] ?? ''));

  return [...page.codes, ...wordsOfFences(page)].flatMap(({ text, line }) => {
    const path = text.replace(/^\.\//, '').replace(/:\d+$/, '');
    if (!/^[\w.*<>{},@…-][\w.*<>{},@…/-]*$/.test(path) || !isOurs(path) || isMadeByReader(path)) return [];
    const glob = path.replace(/<[^>]+>|…/g, '*');
    const places = [glob, posix.join(posix.dirname(page.path), glob), ...(source.test(path) ? [`**/${glob}`] : [])];
    if (places.some((place) => repository.has(place))) return [];
    return [{ line, message: `The path "${text}" does not exist.` }];
  });
}

/** The words of commands; what a program prints, and trees of folders, are not commands. */
const wordsOfFences = ({ fences }: Page): Piece[] =>
  fences
    .filter(({ language }) => language === 'sh')
    .flatMap(({ text, line }) =>
      text.split('\n').flatMap((command, at) =>
        command
          .replace(/(^|\s)#.*$/, '')
          .split(/[\s'"()=]+/)
          .map((word) => ({ text: word, line: line + at })),
      ),
    );
