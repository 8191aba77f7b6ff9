import type { ReactNode } from 'react';
import ReactMarkdown, { type Components } from 'react-markdown';
import rehypeSanitize, { defaultSchema } from 'rehype-sanitize';
import remarkGfm from 'remark-gfm';
import { formattedOf } from './formattingCost.ts';
import { LongText } from './LongText.tsx';

/** No inputs: a task is shown by the component below. */
const schema = { ...defaultSchema, tagNames: (defaultSchema.tagNames ?? []).filter((name) => name !== 'img') };

const heading = (level: 3 | 4 | 5 | 6) => {
  const Tag = `h${level}` as const;
  return ({ children }: { children?: ReactNode }) => <Tag>{children}</Tag>;
};

const components: Components = {
  // The page has its own h1 and h2.
  h1: heading(3),
  h2: heading(4),
  h3: heading(5),
  h4: heading(6),
  h5: heading(6),
  h6: heading(6),
  a: ({ href, children }) =>
    /^(?:https?:|mailto:)/i.test(href ?? '') ? (
      <a href={href} target="_blank" rel="noopener noreferrer nofollow">
        {children}
      </a>
    ) : (
      <span>{children}</span>
    ),
  input: ({ checked }) => (
    <span role="img" aria-label={checked ? 'done' : 'to do'}>
      {checked ? '☑' : '☐'}
    </span>
  ),
  pre: ({ children }) => (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
    <pre tabIndex={0}>{children}</pre>
  ),
  table: ({ children }) => (
    <div className="table-scroll">
      <table>{children}</table>
    </div>
  ),
};

interface Props {
  text: string;
  /** For one of several texts of a page (`formattedOf`). */
  isFormatted?: boolean | undefined;
}

/** What an author wrote, as Markdown: nothing in it runs, loads or looks like a part of the console. */
export function Markdown({ text, isFormatted = formattedOf([text])[0] === true }: Props) {
  if (!isFormatted) {
    return (
      <>
        <p className="soft">
          Too long or too complex to be formatted ({text.length.toLocaleString()} characters): shown as it is.
        </p>
        <LongText text={text} />
      </>
    );
  }
  return (
    <div className="markdown">
      <ReactMarkdown remarkPlugins={[remarkGfm]} rehypePlugins={[[rehypeSanitize, schema]]} components={components}>
        {text}
      </ReactMarkdown>
    </div>
  );
}
