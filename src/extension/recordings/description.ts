import type { RecordingInfo } from '../../common/api/engine/file-info';
import type { Description, DescriptionGuess } from '../../common/api/views/trace';
import type { ParameterChoice } from '../../common/events/detection';
import type { WrittenParameters } from '../../common/parameters/parameters';
import type { Layer } from '../../common/parameters/resolve';
import type { TraceWindow } from '../../common/traces/trace-window';
import { analysedUnit } from '../../common/traces/units';

/** Usual sampling rates, for files without rate and unit. */
const usualRates_hz = [50_000, 20_000, 10_000];

/**
 * Guesses the unit of a file without one. Programs that write plain HDF5 mostly store SI units: currents of some 10⁻¹¹
 * amperes, potentials of some 10⁻² volts; larger numbers are pA or mV already.
 */
export function guessDescriptions(info: RecordingInfo, window: TraceWindow | undefined): DescriptionGuess[] {
  const rates = info.rate_hz === null ? usualRates_hz : [info.rate_hz];
  const { unit, scaling, label } = guessUnit(info, window);
  return rates.map((rate_hz) => ({
    rate_hz,
    unit,
    scaling,
    label: `${rate_hz / 1000} kHz, ${label}`,
  }));
}

function guessUnit(
  info: RecordingInfo,
  window: TraceWindow | undefined,
): { unit: string; scaling: number; label: string } {
  const named = info.channels[0]?.unit;
  const size = window ? spread(window.y) : Number.NaN;
  if (named && looksTooSmall(named, size))
    return { unit: 'pA', scaling: 1e9, label: 'amperes stored as volts, shown as pA' };
  if (named) {
    const { unit, scaling } = analysedUnit(named, null);
    return {
      unit,
      scaling,
      label: unit === named ? `${named} as in the file` : `${named} in the file, shown as ${unit}`,
    };
  }
  if (size < 1e-6) return { unit: 'pA', scaling: 1e12, label: 'amperes in the file, shown as pA' };
  if (size < 0.3) return { unit: 'mV', scaling: 1000, label: 'volts in the file, shown as mV' };
  return { unit: 'pA', scaling: 1, label: 'pA in the file' };
}

/**
 * Reason why the unit in the file is probably wrong, in a sentence; null if it is plausible. Programs that only know
 * volts store amperes as if they were volts.
 */
export function unitDoubt(info: RecordingInfo, window: TraceWindow | undefined): string | null {
  const unit = info.channels[0]?.unit ?? '';
  const odd = window !== undefined && looksTooSmall(unit, spread(window.y));
  return odd ? `All values are below 10⁻⁶ ${unit}. Check the unit.` : null;
}

function looksTooSmall(unit: string, size: number): boolean {
  return unit === 'mV' && size < 1e-6;
}

/** Maximum absolute value. */
function spread(values: Float32Array): number {
  let largest = 0;
  for (const value of values) if (Math.abs(value) > largest) largest = Math.abs(value);
  return largest === 0 ? Number.NaN : largest;
}

/** Remembered for each file: what the user entered where the file lacks a fact, and the parameters chosen from its data. */
export interface Remembered {
  description?: Description;
  /** The doubtful facts of the file are right. */
  confirmed?: boolean;
  series?: string;
  /** With reasons, also of those that are not in use any more. */
  chosen?: ParameterChoice[];
}

/** The entries as a layer of parameters, above the parameter file and the settings. */
export function userEntriesLayer({ description, series }: Remembered): Layer {
  return {
    kind: 'recording',
    values: {
      ...(series !== undefined && { series }),
      ...(description && {
        sampling: description.rate_hz,
        ...(!description.fileUnits && { unit: description.unit, scaling: description.scaling }),
        ...(description.axes && { axes: description.axes }),
      }),
    },
  };
}

/** The entries that also hold for another series of the file. */
export function withoutAxes(description: Description | undefined): Pick<Remembered, 'description'> {
  if (!description) return {};
  const { axes: _, ...others } = description;
  return { description: others };
}

/**
 * A description as it is remembered. One unit given by the user holds for all channels: where unit and factor were left
 * as they are, each channel keeps its own.
 */
export function toRemember(
  given: Description,
  before: Description | undefined,
  channels: RecordingInfo['channels'],
): Description {
  const { fileUnits: _, ...description } = given;
  const same = (unit: string, scaling: number) =>
    description.unit === unit && Math.abs(description.scaling / scaling - 1) < 1e-9;
  if (before)
    return before.fileUnits && same(before.unit, before.scaling)
      ? { ...description, fileUnits: true }
      : description;
  const stored = channels[0]?.unit ?? '';
  const { unit, scaling } = analysedUnit(stored, null);
  return stored !== '' && same(unit, scaling) ? { ...description, fileUnits: true } : description;
}

/** Warnings that the user is asked about, and the parameters that answer them. */
const QUESTIONS: readonly (readonly [code: string, isAnswered: (given: Given) => boolean])[] = [
  ['rate', ({ sampling }) => sampling !== null],
  ['range', ({ unit, scaling }) => unit !== null || scaling !== 1],
  ['axes', ({ axes }) => axes !== 'auto'],
];

type Given = Pick<WrittenParameters, 'sampling' | 'unit' | 'scaling' | 'axes'>;

/** Whether a recording has doubtful facts about which the user has said nothing. */
export function isDoubtful(
  { warnings }: Pick<RecordingInfo, 'warnings'>,
  { description, confirmed }: Remembered,
  given: Given,
): boolean {
  if (description || confirmed) return false;
  return QUESTIONS.some(
    ([asked, isAnswered]) => warnings.some(({ code }) => code === asked) && !isAnswered(given),
  );
}

/** Warnings that the user has not confirmed. */
export function withoutQuestions(warnings: RecordingInfo['warnings']): RecordingInfo['warnings'] {
  return warnings.filter(({ code }) => QUESTIONS.every(([asked]) => asked !== code));
}
