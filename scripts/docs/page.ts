import GithubSlugger from 'github-slugger';
import type { Root, RootContent } from 'mdast';
import { toString as textOf } from 'mdast-util-to-string';
import remarkGfm from 'remark-gfm';
import remarkParse from 'remark-parse';
import { unified } from 'unified';
import { visit } from 'unist-util-visit';

/** A piece of a page, with the line it starts at. */
export interface Piece {
  text: string;
  line: number;
}

/** A fenced block; `line` is that of its first line of content. */
export interface Fence extends Piece {
  language: string;
}

/** What the checks need of a Markdown page. */
export interface Page {
  /** From the root of the repository, such as `docs/api.md`. */
  path: string;
  /** Targets of links and images, as written. */
  links: Piece[];
  /** Inline code. */
  codes: Piece[];
  fences: Fence[];
  /** The anchors of its headings, as GitHub makes them. */
  anchors: Set<string>;
}

/** Something in a page that does not exist. */
export interface Problem {
  line: number;
  message: string;
}

const parser = unified().use(remarkParse).use(remarkGfm);

/** Reads a Markdown page as GitHub does (CommonMark with tables, autolinks and task lists). */
export function parsePage(path: string, markdown: string): Page {
  const page: Page = { path, links: [], codes: [], fences: [], anchors: new Set() };
  const slugger = new GithubSlugger();
  const root: Root = parser.parse(markdown);
  visit(root, (node) => {
    const line = node.position?.start.line ?? 1;
    if (node.type === 'heading') page.anchors.add(slugger.slug(textOf(node)));
    else if (isLink(node)) page.links.push({ text: node.url, line });
    else if (node.type === 'inlineCode') page.codes.push({ text: node.value, line });
    else if (node.type === 'code') page.fences.push({ text: node.value, language: node.lang ?? '', line: line + 1 });
  });
  return page;
}

const isLink = (node: Root | RootContent) =>
  node.type === 'link' || node.type === 'image' || node.type === 'definition';
