import { amount, significant, withUnit } from './numbers';

/** Longer times are written like a clock, which is then easier to read than a decimal number. */
const CLOCK_FROM_S = 120;

/** Formats a measured duration with its unit: 0.0032 → "3.20 ms", 75 → "75.0 s", 5400 → "1:30:00". */
export function duration(seconds: number | null): string {
  return said(seconds, significant);
}

/** Formats a duration that was set, without trailing zeros: 0.0015 → "1.5 ms". */
export function amountOfTime(seconds: number | null): string {
  return said(seconds, amount);
}

/** Remaining time, in whole seconds: "4 s", "0:02:05". */
export function timeLeft(seconds: number): string {
  return Number.isFinite(seconds) ? said(Math.ceil(seconds), (value) => amount(value, 6)) : '–';
}

/** Hours, minutes and whole seconds: "0:05:00", "3:07:05". */
export function clock(seconds: number): string {
  const s = Math.round(Math.abs(seconds));
  const two = (n: number) => String(n).padStart(2, '0');
  return `${seconds < 0 ? '\u2212' : ''}${Math.floor(s / 3600)}:${two(Math.floor(s / 60) % 60)}:${two(s % 60)}`;
}

function said(seconds: number | null, text: (value: number) => string): string {
  if (seconds === null || !Number.isFinite(seconds)) return '–';
  const size = Math.abs(seconds);
  if (size >= CLOCK_FROM_S) return clock(seconds);
  if (size >= 1 || size === 0) return withUnit(text(seconds), 's');
  if (size >= 1e-3) return withUnit(text(seconds * 1e3), 'ms');
  return withUnit(text(seconds * 1e6), 'µs');
}
