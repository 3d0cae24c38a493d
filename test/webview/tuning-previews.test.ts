import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { openPreviews } from './support/tuning-previews-host';
import { closeBrowser, withoutBrowser } from './support/view';

const skip = withoutBrowser;

after(closeBrowser);

test('smoothing: three strengths of the same events, taken by a button, the slider and the field', {
  skip,
}, async () => {
  const view = await openPreviews();
  await view.tab('Smoothing');
  const { page } = view;
  const heads = page.locator('.strength-head');
  const text = async (column: number) => ((await heads.nth(column).textContent()) ?? '').replace(/\s/g, ' ');
  await view.eventually(async () =>
    assert.match(await text(0), /^Less10 samples, 500 µs\d+ events?, \d+ overlapping/),
  );
  assert.match(
    await text(1),
    /^Current20 samples, 1\.00 ms\d+ events?, \d+ overlapping.*threshold [\d.,]+ pA\/s/,
  );
  assert.match(await text(2), /^More40 samples, 2\.00 ms/);
  const cells = page.locator('.strength-cell:not(.hidden)');
  assert.equal(await cells.count(), 12);
  const labels = await cells.evaluateAll((all) => all.map((cell) => cell.getAttribute('aria-label') ?? ''));
  assert.ok(
    labels.some((label) => /Current, around .* s: \d events?, overlapping\./.test(label)),
    labels[0],
  );
  const inked = await cells.locator('canvas').evaluateAll((all) =>
    (all as HTMLCanvasElement[]).map((canvas) =>
      canvas
        .getContext('2d')!
        .getImageData(0, 0, canvas.width, canvas.height)
        .data.some((value, i) => i % 4 === 3 && value > 0),
    ),
  );
  assert.ok(inked.every(Boolean), 'every picture is drawn');
  const where = await cells.first().getAttribute('title');

  await page.getByRole('button', { name: 'Use This: 40 samples' }).click();
  await view.eventually(async () => assert.match(await text(1), /^Current40 samples/));
  assert.match(await text(2), /^More80 samples/);
  assert.equal(await cells.first().getAttribute('title'), where, 'the same events are compared');
  assert.match((await page.locator('.footer').textContent()) ?? '', /convolve_win 20 → 40/);

  await page.getByRole('slider', { name: 'convolve_win' }).focus();
  await page.keyboard.press('ArrowLeft');
  await view.eventually(async () => assert.match(await text(1), /^Current39 samples/));

  await view.notify('action', 'moreSmoothing');
  await view.eventually(async () => assert.match(await text(1), /^Current78 samples/));
  await view.notify('action', 'lessSmoothing');
  await view.eventually(async () => assert.match(await text(1), /^Current39 samples/));

  const field = page.getByLabel('convolve_win', { exact: true }).first();
  await field.fill('-3');
  assert.equal(await field.getAttribute('aria-invalid'), 'true');
  assert.match(
    (await page.locator('.field-error').first().textContent()) ?? '',
    /convolve_win is -3 but must be/,
  );
  await field.fill('0');
  await view.eventually(async () => assert.match(await text(1), /^Currentlow-pass at 667 Hz/));
  await field.fill('16');
  await view.settled();
  await page.getByRole('button', { name: 'Use These Parameters' }).click();
  await view.eventually(async () => assert.deepEqual(view.used, [{ convolve_win: 16 }]));
  assert.deepEqual(view.complaints, []);
  await view.close();
});

test('filters: fields of the declaration, a preview before and after, mistakes at their field', {
  skip,
}, async () => {
  const view = await openPreviews();
  await view.tab('Filters');
  const { page } = view;
  const label = async (plot: number) =>
    ((await page.locator('.previews .plot').nth(plot).getAttribute('aria-label')) ?? '').replaceAll(
      '\u00a0',
      ' ',
    );
  await view.eventually(async () => assert.match(await label(0), /^Before: 0 s to 3\.00 s, −\d+ to \d+ pA$/));
  // An artefact's spectrum hides all else.
  await page.getByLabel('Start of the interval in seconds').fill('1.49');
  await page.getByLabel('End of the interval in seconds').fill('1.54');
  await page.getByRole('button', { name: 'Exclude Interval' }).click();
  const spectrum = async () =>
    (await page.locator('.previews figure canvas').getAttribute('aria-label')) ?? '';
  await view.eventually(async () =>
    assert.match(
      await spectrum(),
      /Before lines stand out at .*\b(49|50|51).Hz.*; after lines stand out at .*\b(49|50|51).Hz/,
    ),
  );
  await page.getByLabel(/ line_freq$/).fill('50');
  await page.getByLabel(/ line_width$/).fill('4');
  await page.getByLabel(/ detrend$/).selectOption('linear');
  await view.eventually(async () =>
    assert.doesNotMatch((await spectrum()).split('; after')[1], /\b(49|50|51).Hz/),
  );
  assert.match(await label(1), /^After: 0 s to 3\.00 s/);
  await page.getByLabel(/ highpass$/).fill('15000');
  const errors = page.locator('.field-error:not(:empty)');
  await view.eventually(async () =>
    assert.deepEqual(await errors.allTextContents(), [
      'highpass is 15000 Hz but must be below half the sampling rate, 10000 Hz. Choose a lower frequency.',
    ]),
  );
  await page.getByLabel(/ highpass$/).fill('');
  await view.eventually(async () => assert.equal(await errors.count(), 0));
  assert.match(
    (await page.locator('.footer').textContent()) ?? '',
    /exclude nothing → 1\.49–1\.54 · line_freq off → 50/,
  );
  assert.deepEqual(view.complaints, []);
  await view.close();
});

test('filters: an interval is excluded by dragging and by its times, listed, shown and taken back', {
  skip,
}, async () => {
  const view = await openPreviews();
  await view.tab('Filters');
  const { page } = view;
  const box = (await page.locator('.previews .plot').first().boundingBox())!;
  const at = (time_s: number) => box.x + 62 + ((box.width - 86) * time_s) / 3;
  await page.keyboard.down('Control');
  await page.mouse.move(at(1.48), box.y + 60);
  await page.mouse.down();
  await page.mouse.move(at(1.56), box.y + 70, { steps: 4 });
  await page.mouse.up();
  await page.keyboard.up('Control');
  const intervals = page.locator('.intervals li');
  await intervals.first().waitFor();
  assert.match((await intervals.first().textContent()) ?? '', /^1\.4[78]\d*–1\.5[56]\d* s[78]\d\.\d\sms/);
  const after = ((await page.locator('.previews .plot').nth(1).getAttribute('aria-label')) ?? '').replaceAll(
    '\u00a0',
    ' ',
  );
  assert.match(after, /, −\d+ to −?\d+ pA$/);
  await page.getByLabel('Start of the interval in seconds').fill('2.5');
  await page.getByLabel('End of the interval in seconds').fill('2.4');
  await page.getByRole('button', { name: 'Exclude Interval' }).click();
  assert.match(
    (await page.locator('.exclusion .field-error').textContent()) ?? '',
    /must be later than the start/,
  );
  await page.getByLabel('End of the interval in seconds').fill('2.6');
  await page.getByRole('button', { name: 'Exclude Interval' }).click();
  await view.settled();
  assert.equal(await intervals.count(), 2);
  await page.getByRole('button', { name: '2.5–2.6 s', exact: true }).click();
  await view.settled();
  assert.match(
    (await page.locator('.previews .plot').first().getAttribute('aria-label')) ?? '',
    /2\.40.s to 2\.70.s/,
  );
  await page.getByRole('button', { name: /^Remove 1\.4/ }).click();
  await page.getByRole('button', { name: 'Use These Parameters' }).click();
  await view.settled();
  assert.deepEqual(view.used, [{ exclude: '2.5–2.6' }]);
  await page.getByRole('button', { name: 'Remove 2.5–2.6 s' }).click();
  await page.getByRole('button', { name: 'Use These Parameters' }).click();
  await view.settled();
  assert.deepEqual(view.used.at(-1), { exclude: null });
  assert.deepEqual(view.complaints, []);
  await view.close();
});

test('filters by commands: the trace moves and zooms, fields are reached in order', {
  skip,
}, async () => {
  const view = await openPreviews({ width: 500 });
  await view.tab('Filters');
  const { page } = view;
  const plot = page.locator('.previews .plot').first();
  await plot.focus();
  await view.notify('action', 'zoomIn');
  await view.settled();
  const label = async () => ((await plot.getAttribute('aria-label')) ?? '').replaceAll('\u00a0', ' ');
  assert.match(await label(), /^Before: 600 ms to 2\.40 s/);
  await view.notify('action', 'panRight');
  await view.settled();
  assert.match(await label(), /^Before: 960 ms to 2\.76 s/);
  await view.notify('action', 'exclude');
  await page.locator('.intervals li', { hasText: '0.96–2.76 s' }).waitFor();
  await view.notify('action', 'showAll');
  await view.settled();
  assert.match(await label(), /^Before: 0 s to 3\.00 s/);
  await page.getByLabel(/ detrend$/).focus();
  await page.keyboard.press('Tab');
  assert.equal(await page.evaluate(() => document.activeElement?.id.split('-')[1]), 'detrend_segments');
  assert.deepEqual(view.complaints, []);
  await view.close();
});
