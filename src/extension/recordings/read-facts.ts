import type { ResponseOf } from '../../common/api/engine/engine-api';
import type { RecordingInfo } from '../../common/api/engine/file-info';
import type { DescriptionGuess } from '../../common/api/views/trace';
import { defaultParameters } from '../../common/parameters/parameters';
import type { OpenOptions } from '../../common/traces/recipe';
import type { Engine } from '../engine/engine';
import { guessDescriptions, unitDoubt } from './description';

/** Facts about a recording, with guesses at what the file does not say. */
export interface RecordingFacts {
  info: RecordingInfo;
  guesses: DescriptionGuess[];
  /** Why its unit is doubtful; null if it is not. */
  doubt: string | null;
}

/** @returns undefined if a file of another kind has taken the recording's place */
export async function readFacts(
  engine: Engine,
  file: string,
  open: OpenOptions,
): Promise<RecordingFacts | undefined> {
  const info = await engine.request('info', { path: file, open });
  if (info.kind !== 'recording') return undefined;
  const first = await firstSamples(engine, file, info, open.axes);
  return { info, guesses: guessDescriptions(info, first), doubt: unitDoubt(info, first) };
}

/** The first samples as stored, to guess their unit; none if they are unreadable. */
async function firstSamples(
  engine: Engine,
  path: string,
  info: RecordingInfo,
  axes: OpenOptions['axes'],
): Promise<ResponseOf<'window'> | undefined> {
  const [samples] = info.samples;
  if (!samples) return undefined;
  const first = { series: info.series, axes: axes ?? ('auto' as const), channel: 0, sweep: 0 };
  const recipe = { path, parameters: { ...defaultParameters(), ...first } };
  const stretch = { from: 0, to: Math.min(samples, 100_000), columns: 500 };
  return engine.request('window', { recipe, as: 'recorded', ...stretch }).catch(() => undefined);
}
