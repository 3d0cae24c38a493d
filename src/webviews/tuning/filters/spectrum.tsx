import type { ChartConfiguration } from 'chart.js';
import type { SpectrumPreview } from '../../../common/api/engine/previews';
import { significant, withUnit } from '../../../common/text/numbers';
import { axis, lineDataset, type Point, stillChart } from '../../shared/chart';
import { ChartFigure } from '../../shared/chart-figure';
import { namedLines } from '../../shared/named-lines';
import type { Theme } from '../../shared/theme';

/** Minimum height of a spectral line above its surroundings. */
const LINE = 3;
const NEIGHBOURS = 4;
const MOST_LINES = 3;
/** Room for the names at the ends of the lines. */
const NAMES_PX = 48;

interface SpectrumProps {
  spectrum: SpectrumPreview;
  unit: string;
}

/** Both spectra on logarithmic axes, with a text about lines such as hum. */
export function Spectrum({ spectrum, unit }: SpectrumProps) {
  const { frequency_hz, before, after } = spectrum;
  if (frequency_hz.length < 2) return null;
  return (
    <ChartFigure
      title="Spectrum"
      configuration={(theme) => spectrumChart(spectrum, unit, theme)}
      text={`${words('Before', frequency_hz, before)}; ${words('after', frequency_hz, after)}.`}
    />
  );
}

function spectrumChart(
  { frequency_hz, before, after }: SpectrumPreview,
  unit: string,
  theme: Theme,
): ChartConfiguration<'line'> {
  const points = (values: Float64Array): Point[] =>
    [...values].flatMap((value, i) =>
      value > 0 ? [{ x: Math.log10(frequency_hz[i]), y: Math.log10(value) }] : [],
    );
  const raw = points(before);
  // The filtered spectrum may fall without end; it is cut a decade below the raw trace's minimum.
  const min = Math.floor(Math.min(...raw.map(({ y }) => y)) - 1);
  const max = Math.ceil(Math.max(...raw.map(({ y }) => y)));
  return {
    type: 'line',
    data: {
      datasets: [
        { ...lineDataset(points(after), theme.filtered), label: 'after' },
        { ...lineDataset(raw, theme.faint), label: 'before' },
      ],
    },
    options: {
      ...stillChart,
      layout: { padding: { right: NAMES_PX } },
      scales: {
        x: decades(Math.log10(frequency_hz[0]), Math.log10(frequency_hz.at(-1)!), theme, 'Hz'),
        y: decades(min, max, theme, `${unit}/√Hz`),
      },
    },
    plugins: [namedLines(theme)],
  };
}

/** An axis of powers of ten, labelled at each integer exponent, the last with the unit. */
function decades(min: number, max: number, theme: Theme, unit: string) {
  const first = Math.ceil(min);
  const values = Array.from({ length: Math.max(0, Math.floor(max) - first + 1) }, (_, i) => first + i);
  const scale = axis({ min, max, most: values.length, theme, values });
  const last = values.at(-1);
  const callback = (value: number | string) =>
    Number(value) === last ? withUnit(power(last), unit) : power(Number(value));
  return { ...scale, ticks: { ...scale.ticks, callback } };
}

function power(exponent: number): string {
  return exponent >= -2 && exponent <= 4
    ? String(Number((10 ** exponent).toPrecision(1)))
    : `10${[...String(exponent)].map((c) => (c === '-' ? '⁻' : '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(c)])).join('')}`;
}

function words(when: string, frequency_hz: Float64Array, values: Float64Array): string {
  const lines = linesIn(values).map((i) => withUnit(significant(frequency_hz[i], 2), 'Hz'));
  return lines.length === 0 ? `${when} no line stands out` : `${when} lines stand out at ${lines.join(', ')}`;
}

/** Peaks that exceed their surroundings, in order. */
function linesIn(values: Float64Array): number[] {
  const found: { i: number; ratio: number }[] = [];
  for (let i = NEIGHBOURS; i + NEIGHBOURS < values.length; i++) {
    const around = [...values.subarray(i - NEIGHBOURS, i), ...values.subarray(i + 1, i + 1 + NEIGHBOURS)];
    const ratio = values[i] / (around.sort((a, b) => a - b)[NEIGHBOURS] || Number.POSITIVE_INFINITY);
    if (ratio > LINE && values[i] >= Math.max(values[i - 1], values[i + 1])) found.push({ i, ratio });
  }
  return found
    .sort((a, b) => b.ratio - a.ratio)
    .slice(0, MOST_LINES)
    .map(({ i }) => i)
    .sort((a, b) => a - b);
}
