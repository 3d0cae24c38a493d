import { existsSync } from 'node:fs';
import path from 'node:path';
import type { SourceTrace } from '../../common/api/engine/results';
import type { Detection } from '../../common/events/detection';
import type { OpenOptions } from '../../common/traces/open-options';
import { openOptionsOf } from '../../common/traces/open-options';
import { recordedTrace } from '../recordings/joined-trace';
import type { Recording } from '../recordings/recording';
import type { ResultsFile } from './results-file';

/** Factors between a unit and those a thousandfold away, as editors choose them for what they show. */
const SCALINGS = [1, 1e3, 1e6, 1e9, 1e12];

/** Opens a recording for a piece of work. */
export type UseRecording = <T>(
  ref: { path: string; open: OpenOptions },
  work: (recording: Recording) => T,
) => Promise<T>;

/**
 * The trace that results are about, where its recording still is: at its path, or beside the results under its
 * name. A sentence why not, where it is gone or holds something else now.
 */
export async function sourceTrace(
  { detection, complete }: ResultsFile,
  file: string,
  useRecording: UseRecording,
): Promise<SourceTrace | string> {
  const { source, parameters } = detection;
  if (source.path === '') return 'The file does not say which recording its events are from.';
  const name = path.basename(source.path);
  const found = [source.path, path.join(path.dirname(file), name)].find((candidate) => existsSync(candidate));
  if (found === undefined)
    return source.path === name
      ? `${name}, the recording, is not beside the results.`
      : `${name} is neither at ${source.path} nor beside the results.`;
  if (!complete) return `The file does not say which channel and sweep of ${name} its events are from.`;
  const open = { ...openOptionsOf(parameters), series: source.series || parameters.series || undefined };
  for (const factor of SCALINGS) {
    const scaled = factor === 1 ? open : { ...open, scaling: (open.scaling ?? 1) * factor };
    const ref = { path: found, open: scaled, channel: source.channel, sweep: source.sweep ?? undefined };
    const opened = await useRecording(ref, (recording) => {
      const { samples, rateHz, unit } = recordedTrace(recording, source.channel, source.sweep ?? undefined);
      return { samples, rateHz, unit };
    });
    if (!isTraceOf(detection, opened))
      return `${found} is not the recording that was analysed: its length or its rate is another.`;
    if (opened.unit === detection.unit)
      return { trace: ref, samples: opened.samples, rate_hz: opened.rateHz };
  }
  return `${found} is in another unit than the results: ${detection.unit}.`;
}

function isTraceOf(detection: Detection, trace: { samples: number; rateHz: number }): boolean {
  return trace.samples === detection.samples && Math.abs(trace.rateHz / detection.rate_hz - 1) < 1e-6;
}
