import path from 'node:path';
import { UserError } from '../../common/errors';
import { amountOfTime } from '../../common/text/duration';
import { amount } from '../../common/text/numbers';
import { requireOutputs } from '../../engine/files/outputs';
import { medianOf } from '../../engine/simulation/distribution';
import { EXAMPLE_SETTINGS, type SimulationSettings } from '../../engine/simulation/settings';
import { type Simulation, simulate as simulateRecording } from '../../engine/simulation/simulate';
import { simulationOutputs, writeSimulation } from '../../engine/simulation/write-simulation';
import { type FlagValues, forceFlag, type NumberFlag, recordingFlags, seedFlag } from '../flags';
import { type Call, verb, withTrace } from '../verb';

const { duration_s, rate_hz, events, noise } = EXAMPLE_SETTINGS;

const simulationFlags = {
  duration: size('SECONDS', `Duration; ${duration_s} by default.`),
  rate: size('HZ', `Sampling rate; ${rate_hz} by default, that of --noise with it.`),
  frequency: size('HZ', `Mean event frequency; ${events.rate_hz} by default.`),
  amplitude: size(
    'SIZE',
    `Median amplitude of the events, in the unit; ${medianOf(events.amplitude)} by default.`,
  ),
  rise: size('MS', `Median time constant of the rise; ${medianOf(events.rise_ms)} by default.`),
  decay: size('MS', `Median time constant of the decay; ${medianOf(events.decay_ms)} by default.`),
  snr: size(
    'RATIO',
    `Median amplitude of the events relative to the noise SD; ${noise.signal_to_noise} by default. With --noise, amplitudes follow from it.`,
  ),
} as const;

const fileFlags = {
  out: { kind: 'text', value: 'R.h5', doc: 'The recording to write.', required: true },
  truth: {
    kind: 'text',
    value: 'TRUTH.csv',
    doc: 'The table of its events to write; R_truth.csv beside the recording by default.',
  },
  noise: {
    kind: 'text',
    value: 'FILE',
    reads: true,
    doc: 'Inject the events into the quietest segment of this recording instead of synthetic noise.',
  },
  surrogate: {
    kind: 'switch',
    doc: 'With --noise: synthetic noise of the same spectrum, of any length and without the events of the file.',
  },
} as const;

const allFlags = { ...fileFlags, ...simulationFlags, ...recordingFlags, ...seedFlag, ...forceFlag } as const;

export const simulate = verb({
  name: 'simulate',
  summary: 'Simulate a recording with known events, on synthetic noise or on the noise of a recording.',
  operands: { usage: '', minimum: 0, maximum: 0 },
  flags: allFlags,
  parameters: ['recording', 'detection', 'training'],
  async run(call) {
    const { out } = call.flags;
    const truth = call.flags.truth ?? path.join(path.dirname(out), `${path.parse(out).name}_truth.csv`);
    if (path.resolve(truth) === path.resolve(out))
      throw new UserError(`--out and --truth are both ${out}. Name two files.`);
    const files = { recording: out, truth };
    await requireOutputs(simulationOutputs(files), { overwrite: call.flags.force, inputs: call.inputs });
    return onBackground(call, async (simulation) => {
      await writeSimulation(files, { overwrite: call.flags.force }, simulation, call.task);
      return { json: documentOf(out, truth, simulation), text: textOf(out, truth, simulation) };
    });
  },
});

function size(value: string, doc: string): NumberFlag {
  return { kind: 'number', value, minimum: 0, doc };
}

/** Simulates while the recording that provides the noise, if any, is open. */
async function onBackground<T>(
  { flags, parameters, task }: Call<typeof allFlags>,
  use: (simulation: Simulation) => Promise<T>,
): Promise<T> {
  const settings = settingsOf(flags, parameters);
  const file = flags.noise;
  if (file === undefined) return use(await simulateRecording(settings, task));
  return withTrace({ path: file, parameters }, async ({ trace }) => {
    const duration = flags.duration ?? (flags.surrogate ? duration_s : trace.samples / trace.rateHz);
    const fitting = { ...settings, duration_s: duration, unit: trace.unit };
    const background = { trace, name: file, use: flags.surrogate ? 'surrogate' : 'stretch' } as const;
    return use(await simulateRecording(fitting, task, background));
  });
}

/** Settings of the example, changed by the flags. */
function settingsOf(
  flags: FlagValues<typeof simulationFlags>,
  { seed, event_direction }: Call<typeof simulationFlags>['parameters'],
): SimulationSettings {
  if (event_direction === 'both')
    throw new UserError(
      'event_direction is both, but events are simulated in one direction. Add those of the other with --noise.',
    );
  const scaled = <D extends { kind: string }>(distribution: D, median: number | undefined): D =>
    median === undefined ? distribution : { ...distribution, median };
  return {
    ...EXAMPLE_SETTINGS,
    seed,
    direction: event_direction,
    duration_s: flags.duration ?? duration_s,
    rate_hz: flags.rate ?? rate_hz,
    events: {
      ...events,
      rate_hz: flags.frequency ?? events.rate_hz,
      amplitude: scaled(events.amplitude, flags.amplitude),
      rise_ms: scaled(events.rise_ms, flags.rise),
      decay_ms: scaled(events.decay_ms, flags.decay),
    },
    noise: { ...noise, signal_to_noise: flags.snr ?? noise.signal_to_noise },
  };
}

function documentOf(out: string, truth: string, { trace, truth: events, noise_sd, settings }: Simulation) {
  return {
    out,
    truth_file: truth,
    rate_hz: trace.rateHz,
    unit: trace.unit,
    samples: trace.samples,
    duration_s: trace.samples / trace.rateHz,
    noise_sd,
    settings,
    times: events.map((event) => event.steepest_s),
    amplitudes: events.map((event) => event.amplitude),
    truth: events.map(({ steepest_s, ...event }) => ({ time_s: steepest_s, ...event })),
  };
}

function textOf(out: string, truth: string, { trace, truth: events, noise_sd }: Simulation): string {
  return [
    `${events.length} events in ${amountOfTime(trace.samples / trace.rateHz)} at ${amount(trace.rateHz, 6)} Hz, noise ${amount(noise_sd)} ${trace.unit}`,
    `  → ${out}`,
    `  → ${truth}`,
  ].join('\n');
}
