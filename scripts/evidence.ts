import {
  EVIDENCE_KINDS,
  type EvidenceRecording,
  realEvidence,
  simulatedEvidence,
} from '../bench/evidence-recordings';
import {
  EVIDENCE_THRESHOLDS,
  type Evidence,
  evidenceTable,
  noEvidence,
  screeningEvidence,
  sumOfEvidence,
} from '../bench/screening-evidence';
import { UserError } from '../src/common/errors';
import { silentTask } from '../src/common/task';
import { openBackend } from '../src/engine/backends/open';
import { openDetectionModel } from '../src/engine/service/backends';
import { traceOf } from '../src/engine/signal/trace';

export interface EvidenceSettings {
  /** Absolute path of the model, with its screening network beside it. */
  model: string;
  /** Simulated recordings of each kind. */
  recordings: number;
  /** Folder of real recordings; left out where it is absent. */
  data: string;
  threads: number | undefined;
}

/** The table of what a screened prediction loses; lines of progress go to `say`, the table so far to `shown`. */
export async function gatherEvidence(
  { model, recordings, data, threads }: EvidenceSettings,
  say: (line: string) => void,
  shown: (table: string) => void = () => {},
): Promise<string> {
  const task = silentTask();
  const backend = await openBackend({ choice: 'cpu', threads, log: () => {} });
  try {
    const opened = await openDetectionModel(model, backend, task);
    const screen = await opened.screen?.();
    if (!screen)
      throw new UserError(`${model} has no screening network. Make one: node scripts/distil-screen.mjs.`);
    const sums = new Map<string, Evidence[]>();
    const add = async (kind: string, recording: EvidenceRecording): Promise<void> => {
      const found = await screeningEvidence(recording, opened, screen, task);
      const before = sums.get(kind) ?? EVIDENCE_THRESHOLDS.map(noEvidence);
      sums.set(
        kind,
        before.map((sum) => {
          const one = found.find(({ threshold }) => threshold === sum.threshold);
          return one ? sumOfEvidence(sum, one) : sum;
        }),
      );
    };
    const real: EvidenceRecording[] = [];
    for await (const recording of realEvidence(data)) {
      const { trace } = recording;
      real.push({ ...recording, trace: traceOf(trace.read(0, trace.samples), trace.rateHz, trace.unit) });
    }
    for (let i = 0; i < recordings; i++) {
      for (const kind of Object.keys(EVIDENCE_KINDS)) await add(kind, await simulatedEvidence(kind, i, task));
      if (real.length > 0) {
        const name = 'surrogate noise of real recordings';
        const { trace } = real[i % real.length];
        await add(name, await simulatedEvidence(name, i, task, { trace, name, use: 'surrogate' }));
      }
      say(`${i + 1} of ${recordings} of each kind`);
      shown(evidenceTable(rowsOf(sums)));
    }
    for (const recording of real) {
      await add('real recordings', recording);
      say(recording.name);
      shown(evidenceTable(rowsOf(sums)));
    }
    await opened.predictor.dispose();
    return evidenceTable(rowsOf(sums));
  } finally {
    await backend.dispose();
  }
}

/** Each kind over all thresholds, then all kinds for each threshold. */
function rowsOf(sums: ReadonlyMap<string, readonly Evidence[]>): [string, Evidence][] {
  const half = EVIDENCE_THRESHOLDS.indexOf(0.5);
  const kinds = [...sums].map(([kind, evidence]): [string, Evidence] => [kind, evidence[half]]);
  const all = EVIDENCE_THRESHOLDS.map((threshold, t): [string, Evidence] => [
    'all',
    [...sums.values()].map((evidence) => evidence[t]).reduce(sumOfEvidence, noEvidence(threshold)),
  ]);
  return [...kinds, ...all];
}
