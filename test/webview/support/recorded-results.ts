import { mkdtempSync } from 'node:fs';
import path from 'node:path';
import { defaultParameters, type Parameters } from '../../../src/common/parameters/parameters';
import { silentTask } from '../../../src/common/task';
import { detect } from '../../../src/engine/detection/detect';
import { recordedTrace } from '../../../src/engine/recordings/joined-trace';
import { openRecording } from '../../../src/engine/recordings/open';
import { writeResults } from '../../../src/engine/results/write';
import { type SyntheticTrace, syntheticTrace } from '../../support/synthetic-trace';
import { toyModel } from '../../support/toy-model';
import { writeAbf } from '../../support/write-abf';

/** Detects the events of a recording that lies beside; absolute path of the results. */
export async function recordedResults(
  temporary: string,
  recorded: SyntheticTrace,
  changed: Partial<Parameters> = {},
): Promise<string> {
  const folder = mkdtempSync(path.join(temporary, 'x-'));
  const file = path.join(folder, 'cell.abf');
  const { samples, rateHz, ...trace } = syntheticTrace(recorded);
  writeAbf(file, {
    rateHz,
    channels: [{ name: 'I_mon', unit: 'pA' }],
    sweeps: [samples],
    format: 'float32',
    stored: (from, to) => Float32Array.from(trace.read(from, to)),
  });
  const recording = await openRecording(file, {});
  const parameters = { ...defaultParameters(), ...changed };
  const detection = await detect(recordedTrace(recording, 0), toyModel(), parameters, silentTask());
  recording.close();
  const how = { folder, stem: 'cell', overwrite: true, formats: ['h5'], prediction: true } as const;
  return (await writeResults(detection, how))[0];
}

/** Sixty events of different sizes in twelve seconds, some of them on the decay of another one. */
export const busyRecording: SyntheticTrace = {
  samples: 240_000,
  noise: 1.5,
  events: Array.from({ length: 60 }, (_, i) => ({
    onset: 2500 + i * 3900 + Math.round(1500 * Math.sin(i * 7)),
    amplitude: -(8 + 14 * Math.abs(Math.sin(i * 3)) ** 2),
  })),
};
