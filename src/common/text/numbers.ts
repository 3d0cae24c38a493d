const MINUS = '\u2212';
/** Keeps a number and its unit on one line. */
const GAP = '\u00a0';
/** Narrow no-break space between groups of three digits; no locale reads it as a decimal sign. */
const GROUP_GAP = '\u202f';

/** Cache of formatters by number of decimals: creating one takes longer than all its uses in a picture. */
const formats = new Map<number, Intl.NumberFormat>();

/** Number of decimals that show differences of `resolution`: 0.02 → 2, 5 → 0. */
export function decimalsFor(resolution: number): number {
  if (!(resolution > 0) || !Number.isFinite(resolution)) return 0;
  return Math.min(12, Math.max(0, -Math.floor(Math.log10(resolution) + 1e-9)));
}

/** Number of decimals that shows a typical value of a column to three digits; one number for the whole column. */
export function columnDecimals(values: ArrayLike<number>): number {
  const sizes = Float64Array.from(values).filter(Number.isFinite).map(Math.abs).sort();
  return decimalsFor((sizes[sizes.length >> 1] ?? 0) / 100);
}

/**
 * Formats a number with a fixed number of decimals, grouped from 10 000 on, with a true minus; "–" for null and NaN.
 */
export function fixed(value: number | null, decimals: number): string {
  if (value === null || !Number.isFinite(value)) return '–';
  const text = formatOf(decimals).format(Math.abs(value)).replaceAll(',', GROUP_GAP);
  return value < 0 && /[1-9]/.test(text) ? MINUS + text : text;
}

function formatOf(decimals: number): Intl.NumberFormat {
  let format = formats.get(decimals);
  if (!format) {
    format = new Intl.NumberFormat('en-US', {
      minimumFractionDigits: decimals,
      maximumFractionDigits: decimals,
      useGrouping: 'min2',
    });
    formats.set(decimals, format);
  }
  return format;
}

/** Formats a measured number with this many significant digits: 1234 → "1234", 0.01234 → "0.0123", 4.5 → "4.50". */
export function significant(value: number | null, digits = 3): string {
  if (value === null || !Number.isFinite(value)) return '–';
  if (value === 0) return '0';
  const exponent = Math.floor(Math.log10(Math.abs(Number(value.toPrecision(digits)))));
  if (exponent < -6 || exponent > 9) return value.toExponential(digits - 1).replaceAll('-', MINUS);
  return fixed(value, Math.max(0, digits - 1 - exponent));
}

/** Formats a number that was set, without trailing zeros: 4.5 → "4.5"; at most `digits` significant ones. */
export function amount(value: number | null, digits = 3): string {
  if (value === null || !Number.isFinite(value)) return '–';
  if (value !== 0 && (Math.abs(value) >= 1e6 || Math.abs(value) < 1e-3))
    return value.toExponential(digits - 1).replaceAll('-', MINUS);
  const rounded = Number(value.toPrecision(digits));
  return fixed(rounded, (String(rounded).split('.')[1] ?? '').length);
}

/** A probability of a test, after "p": "= 0.02", "< 0.0001". */
export function pText(p: number): string {
  return p < 1e-4 ? '< 0.0001' : `= ${amount(p, 2)}`;
}

export function withUnit(text: string, unit: string): string {
  return unit === '' || text === '–' ? text : `${text}${GAP}${unit}`;
}

export function count(n: number, one: string, many = `${one}s`): string {
  return `${fixed(n, 0)} ${n === 1 ? one : many}`;
}

/** A model's probability with two decimals, which is all that its training supports. */
export function probability(p: number | null): string {
  return p !== null && p >= 0 && p < 0.01 ? `<${GAP}0.01` : fixed(p, 2);
}

/** "−14.3 ± 3.7 pA": both with as many decimals as give the standard deviation two digits. */
export function meanAndSd(mean: number | null, sd: number | null, unit: string): string {
  if (mean === null || !Number.isFinite(mean)) return '–';
  if (sd === null || !Number.isFinite(sd) || sd === 0) return withUnit(significant(mean), unit);
  const decimals = decimalsFor(Number(sd.toPrecision(2)) / 10);
  return withUnit(`${fixed(mean, decimals)} ± ${fixed(sd, decimals)}`, unit);
}

/**
 * "80 % (32 of 40, 65–90 %)": a fraction, its counts and its 95 % confidence interval. With one decimal from a total of
 * 1000 on.
 */
export function share(part: number, whole: number): string {
  if (!(whole > 0)) return '–';
  const decimals = whole < 1000 ? 0 : 1;
  const [low, high] = wilsonInterval(part, whole);
  const percent = (value: number) => fixed(100 * value, decimals);
  return `${percent(part / whole)}${GAP}% (${fixed(part, 0)} of ${fixed(whole, 0)}, ${percent(low)}–${percent(high)}${GAP}%)`;
}

/**
 * Wilson's 95 % confidence interval of a fraction: stays within 0 and 1 and is valid at small counts. E. B. Wilson, J.
 * Am. Stat. Assoc. 22 (1927) 209–212.
 */
export function wilsonInterval(part: number, whole: number): [low: number, high: number] {
  const z = 1.959964;
  const p = part / whole;
  const scale = 1 / (1 + (z * z) / whole);
  const centre = scale * (p + (z * z) / (2 * whole));
  const half = scale * z * Math.sqrt((p * (1 - p)) / whole + (z * z) / (4 * whole * whole));
  return [Math.max(0, centre - half), Math.min(1, centre + half)];
}
