import assert from 'node:assert/strict';
import { mkdtempSync } from 'node:fs';
import path from 'node:path';
import { after, test } from 'node:test';
import { detect } from '../../src/engine/detection/detect';
import { defaultParameters } from '../../src/engine/parameters/parameters';
import { recordedTrace } from '../../src/engine/recordings/joined-trace';
import { openRecording } from '../../src/engine/recordings/open';
import { writeResults } from '../../src/engine/results/write';
import { silentTask } from '../../src/engine/task';
import { eventually } from '../support/eventually';
import { temporaryFolder } from '../support/folder';
import { syntheticTrace } from '../support/synthetic-trace';
import { toyModel } from '../support/toy-model';
import { writeAbf } from '../support/write-abf';
import { openResults } from './support/results-host';
import { closeBrowser, withoutBrowser } from './support/view';

after(closeBrowser);
const temporary = temporaryFolder();

/** Results of a recording with two events, 0.3 to 0.4 s of it left out. */
async function someResults(): Promise<string> {
  const folder = mkdtempSync(path.join(temporary, 'x-'));
  const file = path.join(folder, 'cell.abf');
  const events = [4000, 9000].map((onset) => ({ onset, amplitude: -20 }));
  const { samples, rateHz, ...trace } = syntheticTrace({ samples: 20_000, events, noise: 0.3 });
  writeAbf(file, {
    rateHz,
    channels: [{ name: 'I_mon', unit: 'pA' }],
    sweeps: [samples],
    format: 'float32',
    stored: (from, to) => Float32Array.from(trace.read(from, to)),
  });
  const recording = await openRecording(file, {});
  const parameters = { ...defaultParameters(), exclude: '0.3–0.4' };
  const detection = await detect(recordedTrace(recording, 0), toyModel(), parameters, silentTask());
  recording.close();
  assert.ok(detection.events.length > 0);
  const how = { folder, stem: 'cell', overwrite: true, formats: ['h5'], prediction: true } as const;
  return (await writeResults(detection, how))[0]!;
}

test('what a detection left out is hatched in the recording around an event, and said', {
  skip: withoutBrowser,
}, async () => {
  const { view } = await openResults(await someResults(), mkdtempSync(path.join(temporary, 'j-')));
  const plot = view.page.locator('.trace-plot');
  const label = async () => ((await plot.getAttribute('aria-label')) ?? '').replaceAll('\u00a0', ' ');
  await eventually(async () =>
    assert.match(await label(), /^Recording\. .* with \d+ events?, 1 stretch left out\.$/),
  );
  /** Share of the pixels of a column of the plot, by its time, that are drawn on. */
  const inked = (time_s: number) =>
    plot.locator('canvas').evaluate((canvas, share) => {
      const { width, height } = canvas as HTMLCanvasElement;
      const context = (canvas as HTMLCanvasElement).getContext('2d')!;
      const { data } = context.getImageData(Math.round(share * width), 0, 1, height);
      return data.filter((value, i) => i % 4 === 3 && value > 0).length / height;
    }, time_s);
  const shares = await Promise.all(Array.from({ length: 20 }, (_, i) => inked(0.1 + 0.045 * i)));
  assert.ok(
    shares.some((share) => share > 0.6) && shares.some((share) => share < 0.4),
    `shaded in places: ${shares.map((share) => share.toFixed(2)).join(' ')}`,
  );
  assert.deepEqual(view.complaints, []);
  await view.close();
});
