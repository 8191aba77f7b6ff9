import { isMadeByReader } from './elsewhere.ts';
import type { Page, Problem } from './page.ts';
import type { Repository } from './repository.ts';

/**
 * The names in a drawn tree of folders exist: one or more at the start of a line, two spaces deeper than the folder that they
 * are in, a description after them.
 */
export function checkTrees(page: Page, repository: Repository): Problem[] {
  return page.fences
    .filter(({ language, text }) => language === '' && isTree(text))
    .flatMap(({ text, line }) => {
      const folders: string[] = [];
      return text.split('\n').flatMap((row, at) => {
        const depth = row.search(/\S/) / 2;
        if (!Number.isInteger(depth) || depth < 0 || depth > folders.length) return [];
        const paths = namesIn(row).map((name) => `${folders.slice(0, depth).join('')}${name}`);
        const [first] = namesIn(row);
        if (first?.endsWith('/')) folders.splice(depth, folders.length, first);
        return paths
          .filter((path) => !repository.has(path))
          .map((path) => ({ line: line + at, message: `The path "${path}" in the tree does not exist.` }));
      });
    });
}

const isTree = (text: string) => {
  const [root = ''] = namesIn(text.split('\n', 1)[0] ?? '');
  return root.endsWith('/') && !isMadeByReader(root);
};

/** The words at the start of a row that are paths: with a slash or an ending. */
function namesIn(row: string): string[] {
  const words = row.trim().split(/\s+/);
  const end = words.findIndex((word) => !/^[\w.-]*(\/|\.\w+$)[\w./-]*$/.test(word));
  return words.slice(0, end < 0 ? words.length : end);
}
