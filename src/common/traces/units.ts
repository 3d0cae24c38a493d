/** SI prefixes from 10^-15 on, each a thousand times the one before. */
const PREFIXES = ['f', 'p', 'n', 'µ', 'm', '', 'k', 'M', 'G'];

/**
 * SI units of stored currents and potentials, in the spellings of various programs, and the units they are analysed in.
 */
const ANALYSED: readonly { stored: RegExp; analysed: AnalysedUnit }[] = [
  { stored: /^(A|amps?|amperes?)$/i, analysed: { unit: 'pA', scaling: 1e12 } },
  { stored: /^(V|volts?)$/i, analysed: { unit: 'mV', scaling: 1000 } },
];

export interface AnalysedUnit {
  unit: string;
  /** Factor from stored values to this unit. */
  scaling: number;
}

/**
 * Unit in which a channel is analysed, wherever it is opened: amperes as pA, volts as mV, anything else as stored. A
 * unit given by the user is kept.
 */
export function analysedUnit(stored: string, given: string | null): AnalysedUnit {
  const usual = given === null ? ANALYSED.find((one) => one.stored.test(stored)) : undefined;
  return usual?.analysed ?? { unit: stored, scaling: 1 };
}

/** Unit of values after scaling: A × 1e12 is pA. Factors other than powers of a thousand correct a gain. */
export function scaledUnit(unit: string, scaling: number): string {
  const [prefix, base] = partsOf(unit);
  const thousands = Math.round(Math.log10(Math.abs(scaling)) / 3);
  if (base === undefined || Math.abs(Math.abs(scaling) / 1000 ** thousands - 1) > 1e-9) return unit;
  const scaled = PREFIXES[PREFIXES.indexOf(prefix) - thousands];
  return scaled === undefined ? unit : scaled + base;
}

/** Factor from values in one unit to values in another; undefined if they are of different quantities. */
export function conversionFactor(from: string, to: string): number | undefined {
  const [fromPrefix, fromBase] = partsOf(from);
  const [toPrefix, toBase] = partsOf(to);
  if (from === to) return 1;
  if (fromBase === undefined || fromBase !== toBase) return undefined;
  return powerOf(PREFIXES.indexOf(fromPrefix) - PREFIXES.indexOf(toPrefix));
}

/**
 * Base unit of a current or a voltage, and the factor to it: A and 1e-12 for "pA". Undefined for anything else, and for
 * mega and giga, which no recording has.
 */
export function baseUnit(unit: string): { base: 'A' | 'V'; factor: number } | undefined {
  const [prefix, base] = partsOf(unit);
  if ((base !== 'A' && base !== 'V') || prefix === 'M' || prefix === 'G') return undefined;
  return { base, factor: powerOf(PREFIXES.indexOf(prefix) - PREFIXES.indexOf('')) };
}

/** A power of a thousand, parsed from text so that it equals the number a person would type: 10 ** -12 is not 1e-12. */
function powerOf(thousands: number): number {
  return Number(`1e${3 * thousands}`);
}

function partsOf(unit: string): [prefix: string, base: string | undefined] {
  const [, prefix = '', base] = /^([fpnµumkMG]?)([AVSFW]|Ohm|Ω)$/u.exec(unit) ?? [];
  return [prefix === 'u' ? 'µ' : prefix, base];
}
