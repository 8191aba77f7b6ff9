/**
 * Whether a number of a JSON text or a GraphQL literal changes when it is parsed: `9007199254740993`, `1e400`,
 * `0.12345678901234567891`. Other notations of the same double, such as `1.0`, `1E2` and `0.10000000000000001`, are
 * unchanged.
 */
export function losesDigits(text: string): boolean {
  if (text.length < 16 && !/[eE]/.test(text)) return false;
  const value = Number(text);
  if (!Number.isFinite(value)) return true;
  const written = normal(text);
  if (written === normal(String(value))) return false;
  const count = written.indexOf('e');
  return Math.abs(value) >= 2 ** 53 || count > 17 || written !== normal(value.toExponential(count - 1));
}

/** `12.50` as `125e1`: the digits without zeros around them, and the power of ten of the first; `0e0` for zero. */
function normal(text: string): string {
  const [mantissa = '', exponent = '0'] = text.replace(/^[-+]/, '').toLowerCase().split('e');
  const [whole = '', fraction = ''] = mantissa.split('.');
  const all = whole + fraction;
  const digits = all.replace(/^0+/, '');
  if (digits === '') return '0e0';
  const power = Number(exponent) + whole.length - 1 - (all.length - digits.length);
  return `${trimEnd(digits)}e${power}`;
}

function trimEnd(digits: string): string {
  let end = digits.length;
  while (end > 1 && digits[end - 1] === '0') end -= 1;
  return digits.slice(0, end);
}
