import type { Description } from '../../common/api/views/trace';

/** Rate, factor and unit as text in their fields. */
export interface Typed {
  rate: string;
  scaling: string;
  unit: string;
}

export function typedDescription({ rate_hz, scaling, unit }: Description): Typed {
  return { rate: rate_hz > 0 ? String(rate_hz) : '', scaling: shortNumber(scaling), unit };
}

/** @returns the description, or an error sentence */
export function parsedDescription({ rate, scaling, unit }: Typed): Description | string {
  const rate_hz = numberOf(rate);
  const factor = numberOf(scaling);
  if (!(rate_hz > 0) || !Number.isFinite(rate_hz))
    return 'The sampling rate must be a number above 0, such as 20000.';
  if (!Number.isFinite(factor) || factor === 0)
    return 'The factor must be a number other than 0, such as 1e12.';
  return { rate_hz, scaling: factor, unit: unit.trim() };
}

/** 1e12 rather than 1000000000000. */
function shortNumber(value: number): string {
  const [whole, short] = [String(value), value.toExponential().replace('+', '')];
  return whole.length > 6 && short.length < whole.length ? short : whole;
}

function numberOf(text: string): number {
  return text.trim() === '' ? Number.NaN : Number(text.replaceAll(/[\s,_]/g, '').replace('\u2212', '-'));
}
