import { UserError } from '../../../common/errors';
import { SAMPLE_BYTES } from '../samples';
import { type TraceRecord, traceRecord } from './trace-record';
import { type PulsedTree, SWEEP, TRACE, type TreeNode } from './tree';

/** The sweeps of a series, and the traces common to all of them: the channels of the recording. */
export interface HekaSweeps {
  sweeps: { samples: number; start_s: number; traces: ReadableTrace[] }[];
  /** Labels of traces that are not channels, since a sweep lacks them. */
  leftOut: string[];
  /** Traces longer than the shortest of their sweep, and the length that is not shown. */
  shortened: string[];
  /** Samples in the tree that the file does not contain. */
  missing: number;
}

export type ReadableTrace = TraceRecord & { format: NonNullable<TraceRecord['format']> };

/**
 * The sweeps of one or more series. Channels are those chosen traces of the first sweep that are in all sweeps with the
 * same label, unit and rate; a sweep is as long as the shortest of its channels. A truncated file keeps its complete
 * sweeps and the part of one.
 *
 * @param chosen indices of traces in the first sweep
 * @throws UserError when there is nothing to read
 */
export function sweepsOf(
  path: string,
  dataEnd: number,
  tree: PulsedTree,
  series: TreeNode[],
  chosen: readonly number[],
): HekaSweeps {
  const nodes = series.flatMap((node) => node.children).filter(({ children }) => children.length > 0);
  const all = nodes.map(({ children }) => children.map((node) => traceRecord(tree.fields(node, TRACE))));
  const [first] = all;
  if (first === undefined) throw new UserError(`${path} has no sweeps in the chosen series. Choose another.`);

  const channelTraces = chosen.filter((i) => {
    const { label, unit, interval_s } = first[i];
    return all.every(
      (traces) =>
        traces[i]?.label === label && traces[i].unit === unit && sameRate(traces[i].interval_s, interval_s),
    );
  });
  if (channelTraces.length === 0)
    throw new UserError(
      `${path} has traces of different rates or names in the sweeps of the chosen series. Choose another.`,
    );
  const times = startTimes(tree, nodes);
  const shortened = new Set<string>();
  let missing = 0;
  const sweeps = all.map((traces, i) => {
    const channels = channelTraces.map((t) => requireReadable(path, traces[t]));
    const promised = Math.min(...channels.map((trace) => trace.samples));
    for (const trace of channels) if (trace.samples > promised) shortened.add(trace.label);
    const samples = Math.min(promised, ...channels.map((trace) => samplesThere(trace, dataEnd)));
    missing += (promised - samples) * channels.length;
    return { samples, start_s: times[i], traces: channels };
  });
  const there = missing > 0 ? sweeps.filter(({ samples }) => samples > 0) : sweeps;
  if (there.length === 0)
    throw new UserError(
      `${path} is cut short: all samples of the chosen series are missing. Copy it again from where it was recorded.`,
    );
  return {
    sweeps: there,
    leftOut: chosen.filter((i) => !channelTraces.includes(i)).map((i) => first[i].label),
    shortened: [...shortened],
    missing,
  };
}

/**
 * Groups the traces of a series by rate and length in its first sweep, as PatchMaster can store a channel at a fraction
 * of the rate, or a part of it only. The largest group comes first.
 */
export function partsOf(
  tree: PulsedTree,
  series: readonly TreeNode[],
): { traces: number[]; labels: string[] }[] {
  const sweep = series.flatMap((node) => node.children).find(({ children }) => children.length > 0);
  const parts: { samples: number; interval_s: number; traces: number[]; labels: string[] }[] = [];
  sweep?.children.forEach((node, i) => {
    const { samples, interval_s, label } = traceRecord(tree.fields(node, TRACE));
    const part = parts.find((one) => one.samples === samples && sameRate(interval_s, one.interval_s));
    if (part) {
      part.traces.push(i);
      part.labels.push(label || `trace ${i}`);
    } else parts.push({ samples, interval_s, traces: [i], labels: [label || `trace ${i}`] });
  });
  return parts.sort((a, b) => b.samples - a.samples);
}

function sameRate(a: number, b: number): boolean {
  return a === b || Math.abs(a - b) <= 1e-9 * Math.abs(b);
}

/** Seconds from the start of the first sweep; 0 for all if a clock is missing or ran backwards. */
function startTimes(tree: PulsedTree, nodes: readonly TreeNode[]): number[] {
  const times = nodes.map((node) => tree.fields(node, SWEEP).float64(48));
  const ordered = times.every((time, i) => Number.isFinite(time) && (i === 0 || time >= times[i - 1]));
  return times.map((time) => (ordered ? time - times[0] : 0));
}

function requireReadable(path: string, trace: TraceRecord): ReadableTrace {
  const { format, scale, offset, samples, run, label } = trace;
  const damaged = (why: string) => new UserError(`${path} is damaged: trace "${label}" ${why}.`);
  if (format === undefined) throw damaged('has samples of an unknown format');
  if (!Number.isFinite(scale) || scale === 0) throw damaged(`has the scale ${scale}`);
  if (offset < 0 || samples < 0) throw damaged('would lie before the start of the file');
  const bytes = SAMPLE_BYTES[format];
  const apart = Number.isInteger(run.samples) && run.samples > 0 && run.bytes >= run.samples * bytes;
  if (run.samples !== samples && !apart) throw damaged('has its samples in overlapping pieces');
  return { ...trace, format };
}

/** Number of samples of a trace, from its first on, before byte `end`. */
function samplesThere({ format, offset, samples, run }: ReadableTrace, end: number): number {
  const bytes = SAMPLE_BYTES[format];
  const room = end - offset;
  if (room <= 0 || samples === 0) return 0;
  if (run.samples === samples) return Math.min(samples, Math.floor(room / bytes));
  const whole = Math.floor(room / run.bytes);
  const rest = Math.min(run.samples, Math.floor((room - whole * run.bytes) / bytes));
  return Math.min(samples, whole * run.samples + rest);
}
