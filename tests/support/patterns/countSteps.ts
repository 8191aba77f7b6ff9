import { type Node, parsePattern } from './parsePattern.ts';

/** One instruction of a backtracking matcher; `split` tries `first`, then `second` if that fails. */
type Step =
  | { op: 'leaf'; takes: (char: string) => boolean; back: boolean }
  | { op: 'assertion'; source: string }
  | { op: 'look'; negative: boolean; program: Step[] }
  | { op: 'split'; first: number; second: number }
  | { op: 'jump'; to: number }
  | { op: 'mark'; register: number }
  | { op: 'moved'; register: number };

/** The program of a tree for a backtracking engine; from right to left within a lookbehind. */
function compile(tree: Node, back = false): Step[] {
  const program: Step[] = [];
  let registers = 0;

  /** The body once or not at all; the target is patched in once it is known. */
  function optional(lazy: boolean, body: () => void): void {
    const split = { op: 'split' as const, first: program.length + 1, second: 0 };
    program.push(split);
    body();
    split.second = program.length;
    if (lazy) [split.first, split.second] = [split.second, split.first];
  }

  function add(node: Node): void {
    if (node.kind === 'leaf') program.push({ op: 'leaf', takes: node.takes, back });
    else if (node.kind === 'assertion') program.push({ op: 'assertion', source: node.source });
    else if (node.kind === 'look')
      program.push({ op: 'look', negative: node.negative, program: compile(node.body, node.behind) });
    else if (node.kind === 'sequence') for (const part of back ? [...node.parts].reverse() : node.parts) add(part);
    else if (node.kind === 'choice') addChoice(node.options);
    else addRepeat(node);
  }

  function addChoice([option, ...others]: Node[]): void {
    if (!option) return;
    if (others.length === 0) {
      add(option);
      return;
    }
    const jump = { op: 'jump' as const, to: 0 };
    optional(false, () => {
      add(option);
      program.push(jump);
    });
    addChoice(others);
    jump.to = program.length;
  }

  function addRepeat({ min, max, lazy, body }: Node & { kind: 'repeat' }): void {
    for (let times = 0; times < min; times += 1) add(body);
    if (max === Infinity) {
      const start = program.length;
      const register = registers++;
      optional(lazy, () => {
        program.push({ op: 'mark', register });
        add(body);
        program.push({ op: 'moved', register }, { op: 'jump', to: start });
      });
    } else if (max > min) {
      // Each further repetition only after the one before it.
      const nested = (left: number): void =>
        optional(lazy, () => {
          add(body);
          if (left > 1) nested(left - 1);
        });
      nested(max - min);
    }
  }

  add(tree);
  return program;
}

/** A pattern for which the steps of a backtracking engine can be counted. */
export function stepCounter(pattern: string, flags: string): (text: string, most: number) => number {
  const program = compile(parsePattern(pattern, flags));
  const sticky = flags.includes('y');
  return (text, most) => {
    const chars = /[uv]/.test(flags) ? [...text] : text.split('');
    let steps = 0;
    const isWord = (at: number) => /^\w$/.test(chars[at] ?? '');
    const holds = (source: string, at: number): boolean => {
      if (source === '^') return at === 0 || (flags.includes('m') && chars[at - 1] === '\n');
      if (source === '$') return at === chars.length || (flags.includes('m') && chars[at] === '\n');
      return (isWord(at - 1) !== isWord(at)) === (source === '\\b');
    };

    /** Where the match that starts at `from` ends. */
    function run(steady: Step[], from: number): number | undefined {
      const marks: number[] = [];
      const alternatives: ([pc: number, at: number] | { register: number; was: number })[] = [];
      let pc = 0;
      let at = from;
      for (;;) {
        const step = steady[pc];
        if (!step) return at;
        steps += 1;
        if (steps > most) return undefined;
        let goesOn = true;
        pc += 1;
        if (step.op === 'leaf') {
          const char = chars[step.back ? at - 1 : at];
          goesOn = char !== undefined && step.takes(char);
          at += step.back ? -1 : 1;
        } else if (step.op === 'assertion') goesOn = holds(step.source, at);
        else if (step.op === 'look') goesOn = (run(step.program, at) === undefined) === step.negative;
        else if (step.op === 'jump') pc = step.to;
        else if (step.op === 'split') {
          alternatives.push([step.second, at]);
          pc = step.first;
        } else if (step.op === 'mark') {
          alternatives.push({ register: step.register, was: marks[step.register] ?? -1 });
          marks[step.register] = at;
        } else goesOn = marks[step.register] !== at;
        while (!goesOn) {
          const last = alternatives.pop();
          if (!last) return undefined;
          if (Array.isArray(last)) [pc, at] = last;
          else marks[last.register] = last.was;
          goesOn = Array.isArray(last);
        }
      }
    }

    for (let start = 0; start <= chars.length && steps <= most; ) {
      const end = run(program, start);
      if (end === undefined ? sticky : !/[gy]/.test(flags)) break;
      start = Math.max(end ?? 0, start + 1);
    }
    return steps;
  };
}
