const minus = '\u2212';
/** Keeps a number and its unit on one line. */
const gap = '\u00a0';

/** By their decimals; making one takes longer than all it is used for in a picture. */
const formats = new Map<number, Intl.NumberFormat>();

/** Decimals that show differences of `resolution`: 0.02 → 2, 5 → 0. */
export function decimalsFor(resolution: number): number {
  if (!(resolution > 0) || !Number.isFinite(resolution)) return 0;
  return Math.min(12, Math.max(0, -Math.floor(Math.log10(resolution) + 1e-9)));
}

/** A number with a fixed count of decimals, thousands grouped, a true minus; "–" where there is none. */
export function fixed(value: number | null, decimals: number): string {
  if (value === null || !Number.isFinite(value)) return '–';
  const text = formatOf(decimals).format(Math.abs(value));
  return value < 0 && /[1-9]/.test(text) ? minus + text : text;
}

function formatOf(decimals: number): Intl.NumberFormat {
  let format = formats.get(decimals);
  if (!format) {
    format = new Intl.NumberFormat('en-US', {
      minimumFractionDigits: decimals,
      maximumFractionDigits: decimals,
    });
    formats.set(decimals, format);
  }
  return format;
}

/** A number with that many significant digits: 1234 → "1,234", 0.01234 → "0.0123". */
export function significant(value: number | null, digits = 3): string {
  if (value === null || !Number.isFinite(value)) return '–';
  if (value === 0) return '0';
  const exponent = Math.floor(Math.log10(Math.abs(Number(value.toPrecision(digits)))));
  if (exponent < -6 || exponent > 9) return value.toExponential(digits - 1).replaceAll('-', minus);
  return fixed(value, Math.max(0, digits - 1 - exponent));
}

export function withUnit(text: string, unit: string): string {
  return unit === '' || text === '–' ? text : `${text}${gap}${unit}`;
}

/** A stretch of time in the unit it is said in: 0.0032 → "3.20 ms", 75 → "75.0 s", 5400 → "1.50 h". */
export function duration(seconds: number | null): string {
  if (seconds === null || !Number.isFinite(seconds)) return '–';
  const size = Math.abs(seconds);
  if (size >= 3600) return withUnit(significant(seconds / 3600), 'h');
  if (size >= 120) return withUnit(significant(seconds / 60), 'min');
  if (size >= 1 || size === 0) return withUnit(significant(seconds), 's');
  if (size >= 1e-3) return withUnit(significant(seconds * 1e3), 'ms');
  return withUnit(significant(seconds * 1e6), 'µs');
}

export function count(n: number, one: string, many = `${one}s`): string {
  return `${fixed(n, 0)} ${n === 1 ? one : many}`;
}
