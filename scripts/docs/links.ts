import { posix } from 'node:path';
import type { Page, Problem } from './page.ts';
import type { Repository } from './repository.ts';

/** Every link inside the repository leads to a file or folder, and its anchor to a heading. Web addresses are not called. */
export function checkLinks(page: Page, pages: ReadonlyMap<string, Page>, repository: Repository): Problem[] {
  return page.links.flatMap(({ text, line }) => {
    if (/^[a-z][a-z+.-]*:/i.test(text)) return [];
    const [target = '', anchor] = decodeURI(text).split('#', 2);
    const path = target === '' ? page.path : posix.join(posix.dirname(page.path), target);
    if (!repository.has(path)) return [{ line, message: `The link "${text}" leads to ${path}, which does not exist.` }];
    if (anchor === undefined || pages.get(path)?.anchors.has(anchor)) return [];
    const message = pages.has(path)
      ? `The link "${text}" names the heading #${anchor}, which ${path} does not have.`
      : `The link "${text}" has an anchor, but ${path} is not a page.`;
    return [{ line, message }];
  });
}
