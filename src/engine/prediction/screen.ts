import type { Backend } from '../backends/backend';
import { screenGraph } from '../network/screen/screen-graph';
import { samplesScreened, screenInput } from '../network/screen/screen-input';
import { SAMPLES_BEFORE, SCREEN_BLOCK, screenWeights } from '../network/screen/screen-weights';
import { float32 } from '../network/tensor';
import type { Trace } from '../signal/trace';

/** Windows screened in one run: few enough for the caches of a core. */
const WINDOWS_AT_ONCE = 1200;

/** A compiled screening network. */
export interface ScreenProgram {
  /** Scores of windows `from` ≤ i < `to`; window i starts at sample 20 i of the trace. */
  scores(trace: Pick<Trace, 'samples' | 'read'>, from: number, to: number): Promise<Float32Array>;
  dispose(): Promise<void>;
}

/** The screening network of a model, compiled. */
export interface ModelScreen {
  program: ScreenProgram;
  /** Score from which on windows may be events with a model's threshold; undefined for thresholds too low for it. */
  cutoffFor(modelThreshold: number): number | undefined;
}

/** @param parameters flat vector of weights @throws UserError when the backend cannot compute it */
export async function openScreenProgram(parameters: Float32Array, backend: Backend): Promise<ScreenProgram> {
  const program = await backend.compile(screenGraph(screenWeights(parameters)));
  return {
    dispose: () => program.dispose(),
    async scores(trace, from, to) {
      const found = new Float32Array(Math.max(0, to - from));
      const runs: Promise<void>[] = [];
      for (let first = from; first < to; first += WINDOWS_AT_ONCE) {
        const windows = Math.min(WINDOWS_AT_ONCE, to - first);
        const { samples, picture, low, gain } = screenInput(screenedSamples(trace, first, windows), windows);
        const run = program.run({
          samples: float32(samples, [samples.length]),
          picture: float32(picture, [picture.length / 3, 3]),
          low: float32(low, [windows]),
          gain: float32(gain, [windows]),
        });
        runs.push(run.then(({ scores }) => found.set(scores!.data as Float32Array, first - from)));
      }
      await Promise.all(runs);
      return found;
    },
  };
}

/**
 * Samples of windows with the surroundings that the network sees; before the first sample of the trace and after the
 * last, these repeat.
 */
export function screenedSamples(
  trace: Pick<Trace, 'samples' | 'read'>,
  firstWindow: number,
  windows: number,
): Float64Array {
  const from = firstWindow * SCREEN_BLOCK - SAMPLES_BEFORE;
  const to = from + samplesScreened(windows);
  const values = new Float64Array(to - from);
  const inside = trace.read(Math.max(0, from), Math.min(trace.samples, to));
  const start = Math.max(0, -from);
  values.set(inside, start);
  values.fill(inside[0], 0, start);
  values.fill(inside[inside.length - 1], start + inside.length);
  return values;
}
