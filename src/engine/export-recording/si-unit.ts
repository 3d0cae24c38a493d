/** A unit as an SI base unit and the factor to it. */
export interface SiUnit {
  unit: 'amperes' | 'volts';
  factor: number;
}

/** Decimal strings, which are parsed exactly: 10 ** -12 differs from 1e-12. */
const FACTORS: Readonly<Record<string, number>> = {
  f: 1e-15,
  p: 1e-12,
  n: 1e-9,
  µ: 1e-6,
  u: 1e-6,
  m: 1e-3,
  '': 1,
  k: 1e3,
};

/** "pA" → amperes, 1e-12; undefined for other units than those of currents and voltages. */
export function siUnit(unit: string): SiUnit | undefined {
  const [, prefix = '', base] = /^([fpnµumk]?)([AV])$/u.exec(unit) ?? [];
  if (base === undefined) return undefined;
  return { unit: base === 'A' ? 'amperes' : 'volts', factor: FACTORS[prefix] };
}
