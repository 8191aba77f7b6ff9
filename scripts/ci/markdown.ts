/** Text of others inside of a line of Markdown: shown as it is, no link, no mention, no HTML, no new line. */
export const inline = (text: string): string =>
  text
    .replace(/[\p{Cc}\p{Bidi_Control}]/gu, ' ')
    .replace(/[\\`*_[\]#|~<>&@]/g, (character) => `&#${character.codePointAt(0)};`)
    .replace(/:(?=\/\/)/g, '&#58;')
    .replace(/(?<=www)\./gi, '&#46;');

/** As code, in a line or in a cell of a table. */
export const code = (text: string): string => `<code>${inline(text)}</code>`;

export const table = (headings: readonly string[], rows: readonly (readonly string[])[]): string =>
  [headings, headings.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
