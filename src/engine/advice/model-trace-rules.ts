import type { Advice } from '../../common/parameters/advice';
import { type FilterSettings, filtersIn, filterText } from '../../common/parameters/filter-settings';
import type { Parameters } from '../../common/parameters/parameters';
import { rateText, windowSizeOf } from '../../common/text/window-kinds';
import { conversionFactor } from '../../common/traces/units';
import { durationOf_s, type WindowKind } from '../../common/training/window-kind';

/** A window shows events at the pace the model knows where it lasts as long as its windows, within this factor. */
const SAME_LENGTH = 1.25;
/** Rates within this factor are the same. */
const SAME_RATE = 1.05;

interface TrainedOn {
  windows: readonly WindowKind[];
  filters: FilterSettings | null;
}

/**
 * Advice on a trace and its parameters that differ from the model's training windows: window, rate, unit and filters.
 */
export function modelTraceAdvice(
  parameters: Parameters,
  { windows, filters }: TrainedOn,
  { rateHz, unit }: { rateHz: number; unit: string },
): Advice[] {
  return [
    ...windowAdvice(parameters.win_size, windows, rateHz),
    ...rateAdvice(windows, rateHz),
    ...unitAdvice(windows, unit),
    ...filterAdvice(parameters, filters),
  ];
}

function windowAdvice(win_size: number, windows: readonly WindowKind[], rateHz: number): Advice[] {
  const rated = windows.filter(({ rate_hz }) => rate_hz !== null);
  const [main] = rated;
  if (!main || Number.isNaN(win_size)) return [];
  const duration_s = win_size / rateHz;
  if (rated.some((kind) => isNear(durationOf_s(kind)!, duration_s, SAME_LENGTH))) return [];
  const trained = windowSizeOf(main);
  const here = Math.round(durationOf_s(main)! * rateHz);
  return [
    {
      code: 'model-window',
      severity: 'warning',
      names: ['win_size', 'model_path'],
      message: `The model was trained on windows of ${trained}, but win_size is ${win_size} samples (${windowSizeOf({ samples: win_size, rate_hz: rateHz })}): events look faster or slower to it than those it knows. Set win_size to "${trained}" (${here} samples).`,
      change: { name: 'win_size', value: trained, title: `Set win_size to ${trained}` },
    },
  ];
}

function rateAdvice(windows: readonly WindowKind[], rateHz: number): Advice[] {
  const rates = windows.flatMap(({ rate_hz }) => (rate_hz === null ? [] : [rate_hz]));
  if (rates.length === 0 || rates.some((rate) => isNear(rate, rateHz, SAME_RATE))) return [];
  return [
    {
      code: 'model-rate',
      severity: 'warning',
      names: ['model_path', 'recording', 'sampling'],
      message: `The model was trained at ${rateText(rates[0])}, but this recording has ${rateText(rateHz)}: noise looks different to it even in a window that lasts as long. Check some events, or train on windows of this rate.`,
    },
  ];
}

function unitAdvice(windows: readonly WindowKind[], unit: string): Advice[] {
  const units = windows.map((kind) => kind.unit).filter((trained) => trained !== '');
  if (units.length === 0 || unit === '') return [];
  if (units.some((trained) => conversionFactor(trained, unit) !== undefined)) return [];
  return [
    {
      code: 'model-unit',
      severity: 'warning',
      names: ['model_path', 'recording', 'unit'],
      message: `The model was trained on windows in ${units[0]}, but this recording is in ${unit}. Choose a model that was trained on such recordings, or check unit and channel.`,
    },
  ];
}

function filterAdvice(parameters: Parameters, filters: FilterSettings | null): Advice[] {
  if (filters === null) return [];
  const [trained, here] = [filterText(filters), filterText(filtersIn(parameters))];
  if (trained === here) return [];
  return [
    {
      code: 'model-filters',
      severity: 'warning',
      names: ['model_path', 'lowpass', 'highpass'],
      message: `The model was trained on windows with ${trained}, but this detection has ${here}. Filter recordings as the training windows were.`,
    },
  ];
}

function isNear(a: number, b: number, factor: number): boolean {
  return Math.max(a, b) <= factor * Math.min(a, b);
}
