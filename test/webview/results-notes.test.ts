import assert from 'node:assert/strict';
import { mkdtempSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, test } from 'node:test';
import { eventually } from '../support/eventually';
import { temporaryFolder } from '../support/folder';
import { recordedResults } from './support/recorded-results';
import { openResults } from './support/results-host';
import { closeBrowser, withoutBrowser } from './support/view';

after(closeBrowser);
const temporary = temporaryFolder();

/** Two events, 0.3 to 0.4 s excluded. */
const recorded = {
  samples: 20_000,
  events: [4000, 9000].map((onset) => ({ onset, amplitude: -20 })),
  noise: 0.3,
};

test('what a detection excluded is hatched in the recording around an event, and said', {
  skip: withoutBrowser,
}, async () => {
  const { view } = await openResults(
    await recordedResults(temporary, recorded, { exclude: '0.3–0.4' }),
    mkdtempSync(path.join(temporary, 'j-')),
  );
  const plot = view.page.locator('.trace-plot');
  const label = async () => ((await plot.getAttribute('aria-label')) ?? '').replaceAll('\u00a0', ' ');
  await eventually(async () =>
    assert.match(await label(), /^Recording\. .* with \d+ events?, 1 interval excluded\.$/),
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

test('where no journal can be written, the view says that edits are not safe yet, until they are saved', {
  skip: withoutBrowser,
}, async () => {
  const journals = path.join(mkdtempSync(path.join(temporary, 'j-')), 'journals');
  writeFileSync(journals, 'a file where the folder would be');
  const { view, document } = await openResults(await recordedResults(temporary, recorded), journals);
  const note = view.page.locator('.note-unsafe');
  assert.equal(await note.count(), 0);
  const state = document.snapshot();
  assert.ok(state.kind === 'ready');
  await document.edit({ kind: 'delete', locations: [state.tables.events.location[0]] });
  await note.waitFor();
  assert.match(
    (await note.locator('.note-text').textContent())!,
    /^The latest edits are only in memory, since .+\. Save .+ to keep them\.$/,
  );
  assert.equal(await note.getAttribute('role'), 'alert');
  await view.close();
});
