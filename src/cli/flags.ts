import type { Computing } from '../common/api/engine/computing';
import type { ParameterName } from '../common/parameters/parameters';

/** Declaration of a flag, from which it is parsed and its help is written. */
export type Flag =
  | { kind: 'switch'; doc: string }
  /** `reads`: the flag names an input file. */
  | { kind: 'text'; value: string; doc: string; required?: boolean; repeatable?: boolean; reads?: boolean }
  | NumberFlag
  | { kind: 'choice'; choices: readonly string[]; doc: string }
  /** A shorthand for `--set parameter=…`; its doc is the parameter's. */
  | { kind: 'parameter'; value: string; parameter: ParameterName };

export interface NumberFlag {
  kind: 'integer' | 'number';
  value: string;
  doc: string;
  minimum: number;
  maximum?: number;
}

export type Flags = Readonly<Record<string, Flag>>;

/** Type of the value that a verb gets for a flag. */
export type FlagValue<F extends Flag> = F extends { kind: 'switch' }
  ? boolean
  : F extends { kind: 'integer' | 'number' }
    ? number | undefined
    : F extends { kind: 'choice'; choices: readonly (infer C)[] }
      ? C | undefined
      : F extends { repeatable: true }
        ? string[]
        : F extends { required: true }
          ? string
          : string | undefined;

export type FlagValues<F extends Flags> = { [K in keyof F]: FlagValue<F[K]> };

/** Flags that every verb has. */
export const commonFlags = {
  json: { kind: 'switch', doc: 'Print one JSON document on stdout and nothing else.' },
  help: { kind: 'switch', doc: 'Show help for this verb.' },
} as const satisfies Flags;

/** Flags of verbs that take parameters. */
export const parameterFlags = {
  params: {
    kind: 'text',
    value: 'FILE',
    reads: true,
    doc: 'Parameter file (*.miniml.json) to take values from.',
  },
  set: {
    kind: 'text',
    value: 'NAME=VALUE',
    doc: 'Set one parameter, overriding the file. May be repeated.',
    repeatable: true,
  },
} as const satisfies Flags;

/** Flags that select a trace of a recording. */
export const recordingFlags = {
  channel: { kind: 'parameter', value: 'C', parameter: 'channel' },
  sweep: { kind: 'parameter', value: 'S', parameter: 'sweep' },
  series: { kind: 'parameter', value: 'NAME', parameter: 'series' },
} as const satisfies Flags;

export const backendFlags = {
  backend: {
    kind: 'choice',
    choices: ['auto', 'cpu', 'gpu', 'tensorflow'],
    doc: 'Compute backend; auto takes the GPU if it is usable and faster than the CPU. Results agree up to rounding.',
  },
  threads: {
    kind: 'integer',
    value: 'N',
    minimum: 1,
    maximum: 1024,
    doc: 'CPU threads; all cores by default.',
  },
} as const satisfies Flags;

/** Backend and threads that the flags ask for. */
export function wantedBackend({ backend, threads }: FlagValues<typeof backendFlags>): Computing {
  return { backend: backend ?? 'auto', threads };
}

export const forceFlag = {
  force: { kind: 'switch', doc: 'Overwrite existing outputs.' },
} as const satisfies Flags;

export const decayFitsFlag = {
  'decay-fits': {
    kind: 'switch',
    doc: 'Also fit the decay of every event: time constant and R², and two exponentials where AICc prefers them.',
  },
} as const satisfies Flags;

export const modelFlag = {
  model: { kind: 'parameter', value: 'M.h5', parameter: 'model_path' },
} as const satisfies Flags;

export const seedFlag = {
  seed: { kind: 'parameter', value: 'N', parameter: 'seed' },
} as const satisfies Flags;
