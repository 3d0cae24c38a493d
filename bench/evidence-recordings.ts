import { existsSync } from 'node:fs';
import path from 'node:path';
import { defaultParameters, type Parameters } from '../src/common/parameters/parameters';
import type { Task } from '../src/common/task';
import { addArtefacts } from '../src/engine/distilling/distilled-traces';
import { recordedTrace } from '../src/engine/recordings/joined-trace';
import { openRecording } from '../src/engine/recordings/open';
import { Random } from '../src/engine/signal/random';
import { type Trace, traceOf } from '../src/engine/signal/trace';
import type { Background } from '../src/engine/simulation/background';
import type { SimulationSettings } from '../src/engine/simulation/settings';
import { simulate } from '../src/engine/simulation/simulate';
import { variedSettings } from '../src/engine/simulation/variety';

/** A recording, and how it is analysed. */
export interface EvidenceRecording {
  name: string;
  trace: Trace;
  parameters: Parameters;
}

/** Draws of one kind of simulated recording. */
interface Kind {
  /** Sampling rate; 20 kHz by default. */
  rateHz?: number;
  settings?(settings: SimulationSettings, random: Random): SimulationSettings;
  parameters?(window: number, random: Random): Partial<Parameters>;
  /** Changes samples in place. */
  samples?(values: Float64Array, window: number, noise_sd: number, random: Random): void;
}

/** What recordings differ in; each kind is drawn from the whole variety of kinetics, noise and window lengths beside it. */
export const EVIDENCE_KINDS: Readonly<Record<string, Kind>> = {
  varied: {},
  'faint events': {
    settings: (s, random) => ({
      ...s,
      noise: { ...s.noise, signal_to_noise: random.uniform(1.2, 3) },
    }),
  },
  'dense events': {
    settings: (s) => ({ ...s, events: { ...s.events, rate_hz: 4 * s.events.rate_hz, burst_share: 0.3 } }),
  },
  'positive events': {
    settings: (s) => ({ ...s, direction: 'positive' }),
    parameters: () => ({ event_direction: 'positive' }),
  },
  'other strides': {
    parameters: (window, random) => ({
      stride: Math.max(1, Math.round(window / [60, 43, 25, 20][random.integer(4)])),
    }),
  },
  filters: {
    parameters: (window, random) =>
      random.uniform() < 0.5
        ? { hann: Math.max(3, 2 * Math.round(window / 120) + 1) }
        : { highpass: 20_000 / window / 40, lowpass: 20_000 / 6 },
  },
  'gaps and exclusions': {
    samples: (values, window, _, random) => {
      for (let i = 0; i < 6; i++) {
        const from = random.integer(values.length);
        values.fill(Number.NaN, from, from + Math.round(window * random.uniform(0.02, 3)));
      }
    },
    parameters: () => ({ exclude: '0.1-0.15' }),
  },
  artefacts: {
    samples: (values, window, noise_sd, random) => {
      for (let i = 0; i < 3; i++) addArtefacts(values, window, noise_sd, random);
    },
  },
  '100 kHz': { rateHz: 100_000 },
  '5 kHz': { rateHz: 5000 },
};

/** Length of a simulated recording in windows. */
const WINDOWS_LONG = 120;

const STREAM = 31;

/**
 * A simulated recording of a kind. None is among those that a screening network was distilled from or calibrated on.
 *
 * @throws CancelledError
 */
export async function simulatedEvidence(
  name: string,
  index: number,
  task: Task,
  background?: Background,
): Promise<EvidenceRecording> {
  const kind = EVIDENCE_KINDS[name] ?? {};
  const random = new Random(STREAM, index, ...Array.from(name, (letter) => letter.charCodeAt(0)));
  const window = Math.round(Math.exp(random.uniform(Math.log(200), Math.log(2400))));
  const rate_hz = background?.trace.rateHz ?? kind.rateHz ?? 20_000;
  const window_s = window / rate_hz;
  const sizes = { rate_hz, window_s, duration_s: WINDOWS_LONG * window_s };
  const drawn = variedSettings(random.integer(2 ** 32), sizes);
  const settings = kind.settings?.(drawn, random) ?? drawn;
  const { trace, noise_sd } = await simulate(settings, task, background);
  const values = trace.read(0, trace.samples);
  kind.samples?.(values, window, noise_sd, random);
  const parameters = { ...defaultParameters(), win_size: window, ...kind.parameters?.(window, random) };
  return { name: `${name} ${index}`, trace: traceOf(values, trace.rateHz, trace.unit), parameters };
}

/** A real recording of the test data. */
interface RealRecording {
  file: string;
  channel: number;
  scaling?: number;
  win_size: number;
}

const REAL: readonly RealRecording[] = [
  { file: 'sim-mepsc/Sim1/Simulation.abf', channel: 0, win_size: 1600 },
  { file: 'sim-mepsc/Sim2/Simulation.abf', channel: 0, win_size: 1600 },
  { file: 'sim-mepsc/Train1/Simulation.abf', channel: 0, win_size: 1600 },
  { file: 'sim-mepsc/Train2/Simulation.abf', channel: 0, win_size: 1600 },
  { file: 'sim-mepsc/Sim1/Simulation.abf', channel: 0, win_size: 600 },
  { file: 'rated-sepsc/GroupA.abf', channel: 0, scaling: 1e9, win_size: 600 },
  { file: 'minis/19911002-2.abf', channel: 1, win_size: 600 },
  { file: 'minis/19911002-2.abf', channel: 1, win_size: 450 },
];

/** The recordings of a folder of test data, as far as they are there. */
export async function* realEvidence(folder: string): AsyncGenerator<EvidenceRecording> {
  for (const { file, channel, scaling, win_size } of REAL) {
    const full = path.join(folder, file);
    if (!existsSync(full)) continue;
    const recording = await openRecording(full, { scaling, unit: 'pA' });
    try {
      const trace = recordedTrace(recording, channel);
      yield {
        name: `${file}, win_size ${win_size}`,
        trace,
        parameters: { ...defaultParameters(), win_size },
      };
    } finally {
      recording.close();
    }
  }
}
