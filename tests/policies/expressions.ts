/** Mutations of expressions as Postgres prints them back (pg_get_expr): every condition in parentheses of its own. */

export interface Mutated {
  /** The part that was replaced, on one line. */
  part: string;
  expression: string;
}

/** The expression once per condition, with that condition met by anything. */
export const loosen = (expression: string): Mutated[] =>
  partsOf(expression)
    .filter(({ after }) => after === 'AND' || after === 'WHERE' || after === 'THEN')
    .map((part) => replaced(expression, part, 'true'));

/** The expression once per alternative, with that alternative gone. */
export const tighten = (expression: string): Mutated[] =>
  partsOf(expression)
    .filter(({ after }) => after === 'OR' || after === 'WHEN')
    .map((part) => replaced(expression, part, 'false'));

interface Span {
  from: number;
  to: number;
}

/** What AND or OR joins, WHERE asks for, and a CASE asks for (WHEN) or comes to (THEN, ELSE). */
interface Part extends Span {
  after: 'AND' | 'OR' | 'WHERE' | 'WHEN' | 'THEN';
}

function replaced(expression: string, { from, to }: Span, by: string): Mutated {
  return {
    part: expression.slice(from, to).replaceAll(/\s+/g, ' ').trim(),
    expression: `${expression.slice(0, from)} ${by} ${expression.slice(to)}`,
  };
}

/** At any depth. */
const partsOf = (expression: string): Part[] =>
  groupsOf(expression).flatMap((group): Part[] => {
    const words = wordsIn(expression, group);
    const joint = words.find(({ word }) => word === 'AND' || word === 'OR');
    if (joint) {
      const ends = [...words.map(({ from }) => from), group.to];
      const starts = [group.from, ...words.map(({ to }) => to)];
      return starts.map((from, at) => ({ from, to: ends[at] ?? group.to, after: joint.word as 'AND' | 'OR' }));
    }
    return words.flatMap(({ word, to: from }, at): Part[] => {
      const to = words[at + 1]?.from ?? group.to;
      // Conditions that are joined have their turn one by one.
      if (word === 'WHERE') return isJoined(expression, { from, to }) ? [] : [{ from, to, after: word }];
      return [{ from, to, after: word === 'WHEN' ? word : 'THEN' }];
    });
  });

const isJoined = (expression: string, { from, to }: Span): boolean => {
  const [outermost] = groupsOf(expression.slice(from, to))
    .slice(1)
    .sort((a, b) => b.to - b.from - (a.to - a.from));
  if (!outermost) return false;
  return /^(AND|OR)$/.test(wordsIn(expression.slice(from, to), outermost)[0]?.word ?? '');
};

/** The whole, then the inside of every pair of parentheses and of every CASE. */
function groupsOf(expression: string): Span[] {
  const open: number[] = [];
  const found: Span[] = [{ from: 0, to: expression.length }];
  for (const { index, 0: token } of expression.matchAll(tokens)) {
    if (opens(token)) open.push(index + token.length);
    if (closes(token)) found.push({ from: open.pop() ?? 0, to: index });
  }
  return found;
}

/** The words that divide this group, not what is inside it. */
function wordsIn(expression: string, { from, to }: Span): (Span & { word: string })[] {
  const found: (Span & { word: string })[] = [];
  let depth = 0;
  for (const { index, 0: token } of expression.slice(from, to).matchAll(tokens)) {
    if (opens(token)) depth += 1;
    else if (closes(token)) depth -= 1;
    else if (depth === 0 && /^[A-Z]/.test(token)) {
      found.push({ word: token, from: from + index, to: from + index + token.length });
    }
  }
  return found;
}

const opens = (token: string) => token === '(' || token === 'CASE';
const closes = (token: string) => token === ')' || token === 'END';

/** A text in quotes is one token, so that nothing in it counts. */
const tokens = /'(?:[^']|'')*'|"[^"]*"|[()]|\b(?:AND|OR|WHERE|CASE|WHEN|THEN|ELSE|END)\b/g;
