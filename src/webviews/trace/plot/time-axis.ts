import type { Scale } from 'chart.js';
import { duration } from '../../../common/text/duration';
import { decimalsFor, fixed, withUnit } from '../../../common/text/numbers';
import { axis } from '../../shared/chart';
import type { Theme } from '../../shared/theme';
import type { Viewport } from '../viewport';

/** From here on a time is shown as h:mm:ss. */
const CLOCK_S = 120;

/** Steps in seconds that are round on a clock. */
const steps_s = [
  1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 21_600, 43_200, 86_400,
];

/** Formats a time with as many digits as `resolution_s` requires: "12.345 s", past two minutes "3:45:38.12". */
export function timeText(time_s: number, resolution_s: number): string {
  const decimals = decimalsFor(resolution_s);
  return time_s < CLOCK_S ? withUnit(fixed(time_s, decimals), 's') : clockText(time_s, decimals);
}

/** "0:02:05", "3:45:38.12" */
export function clockText(time_s: number, decimals: number): string {
  const factor = 10 ** decimals;
  const parts = Math.round(time_s * factor);
  const whole = Math.floor(parts / factor);
  const two = (n: number) => String(n).padStart(2, '0');
  const fraction = decimals === 0 ? '' : `.${String(parts - whole * factor).padStart(decimals, '0')}`;
  return `${Math.floor(whole / 3600)}:${two(Math.floor(whole / 60) % 60)}:${two(whole % 60)}${fraction}`;
}

/** Formats the ends of a view: as durations, and past two minutes as distinct clock times. */
export function endsText({ from, to }: Viewport, rate_hz: number): [from: string, to: string] {
  const [from_s, to_s] = [from / rate_hz, to / rate_hz];
  const text = (time_s: number) =>
    to_s < CLOCK_S ? duration(time_s) : clockText(time_s, decimalsFor((to_s - from_s) / 100));
  return [text(from_s), text(to_s)];
}

interface TimeAxisOptions {
  from_s: number;
  to_s: number;
  /** Maximum number of ticks. */
  most: number;
  theme: Theme;
}

/** The time axis: seconds, or past two minutes h:mm:ss at round steps of a clock. */
export function timeAxis({ from_s, to_s, most, theme }: TimeAxisOptions) {
  const base = axis({ min: from_s, max: to_s, most, theme, unit: 's' });
  if (to_s < CLOCK_S) return base;
  const { values, step } = clockTicks(from_s, to_s, most);
  const decimals = decimalsFor(step);
  return {
    ...base,
    afterBuildTicks: (scale: Scale) => {
      scale.ticks = values.map((value) => ({ value }));
    },
    ticks: { ...base.ticks, callback: (value: number | string) => clockText(Number(value), decimals) },
  };
}

/** Times from `from_s` to `to_s` that are round on a clock, at most `most` of them. */
export function clockTicks(from_s: number, to_s: number, most: number): { values: number[]; step: number } {
  const least = (to_s - from_s) / most;
  const step =
    least < 1
      ? roundBelowOne(least)
      : (steps_s.find((s) => s >= least) ?? Math.ceil(least / 86_400) * 86_400);
  const first = Math.ceil(from_s / step - 1e-9);
  const last = Math.floor(to_s / step + 1e-9);
  return {
    values: Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => (first + i) * step),
    step,
  };
}

function roundBelowOne(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least));
  return ([1, 2, 5, 10].find((factor) => factor * power >= least * (1 - 1e-9)) ?? 10) * power;
}
