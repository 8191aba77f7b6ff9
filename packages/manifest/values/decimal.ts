/** A finite number as a decimal: `digits` times ten to the power of `exponent`. */
function decimalOf(value: number): { digits: bigint; exponent: number } {
  const [mantissa = '0', exponent = '0'] = String(value).split('e');
  const [whole = '0', fraction = ''] = mantissa.split('.');
  return { digits: BigInt(whole + fraction), exponent: Number(exponent) - fraction.length };
}

/**
 * Whether `value` is an integer times `divisor`, both taken as decimals: 19.99 is a multiple of
 * 0.01, although floating-point division gives another result.
 */
export function isMultipleOf(value: number, divisor: number): boolean {
  if (!Number.isFinite(value) || !(divisor > 0)) return false;
  const [a, b] = [decimalOf(value), decimalOf(divisor)];
  const least = Math.min(a.exponent, b.exponent);
  const scaled = ({ digits, exponent }: typeof a): bigint => digits * 10n ** BigInt(exponent - least);
  return scaled(a) % scaled(b) === 0n;
}
