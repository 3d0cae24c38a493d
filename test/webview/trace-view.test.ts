import assert from 'node:assert/strict';
import path from 'node:path';
import { after, test } from 'node:test';
import type { Description } from '../../src/common/api/views/trace';
import { fasterDetection } from '../../src/common/parameters/faster-detection';
import { defaultParameters } from '../../src/common/parameters/parameters';
import { eventually } from '../support/eventually';
import {
  detectionOf,
  infoOf,
  rangeDetectionOf,
  readySnapshot,
  syntheticRecording,
  windowOf,
} from './support/recording';
import { openTrace } from './support/trace-host';
import { closeBrowser, withoutBrowser } from './support/view';

const skip = withoutBrowser;
const recording = syntheticRecording(20, 200);
const empty = readySnapshot(recording);
const found = readySnapshot(recording, { detections: [detectionOf(recording)] });

after(closeBrowser);

test("a recording is drawn under its own security policy, at the device's own pixels", { skip }, async () => {
  const view = await openTrace(recording, empty, { pixelRatio: 2 });
  assert.deepEqual(view.complaints, []);
  assert.match(await view.label(), /^I_mon from 0 s to 20\.0 s, −\d+ to \d+.* pA$/);
  const canvas = view.page.locator('.plot canvas');
  const box = (await canvas.boundingBox())!;
  const [width, inked] = await canvas.evaluate((element: HTMLCanvasElement) => {
    const pixels = element.getContext('2d')!.getImageData(0, 0, element.width, element.height).data;
    return [element.width, pixels.filter((value, i) => i % 4 === 3 && value > 0).length];
  });
  assert.equal(width, Math.floor(box.width) * 2);
  assert.ok(inked > 10_000, `${inked} pixels drawn`);
  const [first] = view.of('window');
  assert.ok(first!.columns <= box.width * 2 * 3, `${first!.columns} columns`);
  await view.close();
});

test('the wheel zooms at the pointer, a drag to a range, a double click back to the whole', {
  skip,
}, async () => {
  const view = await openTrace(recording, empty);
  const box = (await view.page.locator('.plot').boundingBox())!;
  await view.page.mouse.move(box.x + 62, box.y + 200);
  await view.page.mouse.wheel(0, -600);
  await view.settled();
  assert.match(await view.label(), /from 0 s to [3-7]\.\d+ s/);
  await view.page.mouse.dblclick(box.x + 300, box.y + 200);
  await view.settled();
  assert.match(await view.label(), /from 0 s to 20\.0 s/);
  const across = box.width - 86;
  await view.page.mouse.move(box.x + 62 + across / 4, box.y + 100);
  await view.page.mouse.down();
  await view.page.mouse.move(box.x + 62 + across / 2, box.y + 140, { steps: 4 });
  await view.page.mouse.up();
  await view.settled();
  assert.match(await view.label(), /from (4\.9|5\.0)\d* s to (9\.9|10\.\d)\d* s/);
  await view.page.keyboard.down('Shift');
  await view.page.mouse.down();
  await view.page.mouse.move(box.x + 62 + across / 4, box.y + 140, { steps: 4 });
  await view.page.mouse.up();
  await view.page.keyboard.up('Shift');
  await view.settled();
  assert.match(await view.label(), /from 6\.[23]\d* s to 11\.[23]\d* s/);
  await view.close();
});

test('the overview moves the view', { skip }, async () => {
  const view = await openTrace(recording, empty);
  await view.notify('action', 'zoomIn');
  await view.notify('action', 'zoomIn');
  await view.notify('action', 'zoomIn');
  await view.settled();
  const box = (await view.page.locator('.overview').boundingBox())!;
  await view.page.mouse.click(box.x + box.width - 2, box.y + 10);
  await view.settled();
  assert.match(await view.label(), / to 20\.0 s/);
  await view.page.mouse.move(box.x + box.width - 60, box.y + 10);
  await view.page.mouse.down();
  await view.page.mouse.move(box.x + 20, box.y + 10, { steps: 5 });
  await view.page.mouse.up();
  await view.settled();
  assert.match(await view.label(), /from 0 s /);
  await view.close();
});

test('a slow engine is asked for the latest view only', { skip }, async () => {
  const view = await openTrace(recording, empty, { delay_ms: 120 });
  const before = view.of('window').length;
  const box = (await view.page.locator('.plot').boundingBox())!;
  await view.page.mouse.move(box.x + 500, box.y + 200);
  const begun = performance.now();
  for (let i = 0; i < 40; i++) await view.page.mouse.wheel(0, -60);
  const seconds = (performance.now() - begun) / 1000;
  await view.settled();
  const asked = view.of('window').length - before;
  assert.ok(asked >= 1 && asked <= 4 + seconds / 0.12, `${asked} requests in ${seconds.toFixed(1)} s`);
  await view.close();
});

test('events are listed, sorted, chosen and jumped to', { skip }, async () => {
  const view = await openTrace(recording, found);
  const rows = view.page.locator('.table-body .table-row');
  const n = await rows.count();
  assert.ok(n > 5 && n < 80, `${n} rows of 200 exist`);
  assert.equal((await view.page.locator('.position').textContent())?.trim(), '– of 200');
  assert.match((await view.page.locator('.counts').textContent())!, /^200 events$/);
  await view.notify('action', 'nextEvent');
  await view.notify('action', 'nextEvent');
  await view.settled();
  assert.equal(await view.page.locator('.position').textContent(), '2 of 200');
  assert.equal(await view.page.locator('.table-row.selected .number').textContent(), '2');
  await view.page
    .getByRole('columnheader', { name: /^Ampl\./ })
    .getByRole('button')
    .click();
  await view.settled();
  assert.equal(
    await view.page.getByRole('columnheader', { name: /^Ampl\./ }).getAttribute('aria-sort'),
    'ascending',
  );
  await view.notify('action', 'firstEvent');
  await view.settled();
  const least = [...recording.events.keys()].reduce((a, b) =>
    recording.events[a].amplitude <= recording.events[b].amplitude ? a : b,
  );
  assert.equal(await view.page.locator('.table-row.selected .number').textContent(), String(least + 1));
  await view.notify('action', 'zoomToEvent');
  await view.settled();
  const [, from, to] = /from ([\d.]+) (?:m?s) to ([\d.]+) s/.exec(await view.label()) ?? [];
  const time = recording.events[least].time_s;
  assert.ok(Number(to) > time && Number(to) - time < 0.1, `${from}…${to} holds ${time}`);
  await view.notify('action', 'copyEvents');
  await view.settled();
  const [{ text }] = view.of('clipboard') as [{ text: string }];
  assert.equal(text.split('\n').length, 201);
  await view.close();
});

test('the histogram offers every measure of the events', { skip }, async () => {
  const view = await openTrace(recording, found);
  const select = view.page.getByLabel('Measure of the histogram');
  const names = await select.locator('option').allInnerTexts();
  for (const name of ['Amplitude', 'Rise time (10–90 %)', 'Half-width', 'Charge', 'Interval', 'Probability'])
    assert.ok(
      names.some((one) => one.trim() === name),
      `${name} in ${names.join()}`,
    );
  await select.selectOption({ label: 'Charge' });
  await view.page.getByLabel(/^Histogram of charge: 200 events, median .*fC$/).waitFor();
  await view.close();
});

test('channel and sweep are chosen from lists', { skip }, async () => {
  const sweeps = readySnapshot(recording, {
    info: infoOf(recording, {
      sweeps: 2,
      samples: [300_000, 100_000],
      sweep_starts_s: [0, 15],
      all_series: ['one', 'two'],
      series: 'one',
    }),
  });
  const view = await openTrace(recording, sweeps);
  const choose = async (list: string, option: RegExp) => {
    await view.page.getByRole('combobox', { name: list }).click();
    await view.page.getByRole('option', { name: option }).click();
    await view.settled();
  };
  await choose('Channel', /V_mon/);
  assert.deepEqual(view.of('choose').at(-1), { channel: 1, sweep: null });
  await choose('Sweep', /Sweep 2/);
  assert.deepEqual(view.of('choose').at(-1), { channel: 1, sweep: 1 });
  assert.match(await view.label(), /^V_mon from 0 s to 5\.00 s, .* mV$/);
  await view.notify('action', 'nextSweep');
  await view.settled();
  assert.deepEqual(view.of('choose').at(-1), { channel: 1, sweep: null });
  await choose('Series', /two/);
  assert.deepEqual(view.of('chooseSeries'), [{ series: 'two' }]);
  await view.close();
});

test('the chosen event says what it measures and why it is an event', { skip }, async () => {
  const view = await openTrace(recording, found);
  assert.ok(await view.page.locator('.event-details').isHidden());
  await view.notify('action', 'nextEvent');
  await view.settled();
  const text = (await view.page.locator('.event-details').textContent())!.replaceAll('\u00a0', ' ');
  assert.match(text, /^Event 1 at 0\.\d+ s: amplitude −\d+\.\d pA, rise time \(10–90 %\) \d+(\.\d+)? ms/);
  assert.match(text, /Probability [01]\.\d\d; steepest rise 3\.0 × the gradient threshold\./);
  await view.close();
});

test('a click on a mark chooses its event', { skip }, async () => {
  const view = await openTrace(recording, found);
  await view.notify('action', 'nextEvent');
  await view.notify('action', 'zoomToEvent');
  await view.settled();
  const box = (await view.page.locator('.plot').boundingBox())!;
  const peak = recording.events[0].peak;
  const [from, span] = [Math.max(0, peak - 900), 1800];
  const x = box.x + 62 + ((peak - from) / span) * (box.width - 86);
  await view.notify('action', 'lastEvent');
  await view.notify('action', 'firstEvent');
  await view.notify('action', 'zoomToEvent');
  await view.settled();
  await view.page.mouse.click(x, box.y + box.height / 2);
  await view.settled();
  assert.equal(await view.page.locator('.position').textContent(), '1 of 200');
  await view.close();
});

test('the rules speak when a recording opens; their button writes the value and detects', {
  skip,
}, async () => {
  const message = 'The steep rises in this recording are positive, but event_direction is negative.';
  const change = {
    name: 'event_direction',
    value: 'positive',
    title: 'Set event_direction to positive',
  } as const;
  const advice = [
    { code: 'direction', severity: 'warning', names: ['event_direction'], message, change } as const,
  ];
  const view = await openTrace(recording, empty, { advice: [...advice] });
  assert.deepEqual(view.of('advice'), [{ channel: 0, sweep: null }], 'asked once');
  assert.ok(await view.page.getByText(message).isVisible());
  const button = view.page.locator('vscode-button', { hasText: 'Detect Upward' });
  assert.match(
    (await button.getAttribute('title'))!,
    /in cell7\.miniml\.json/,
    'where it is written is in sight',
  );
  await button.click();
  await view.settled();
  assert.deepEqual(view.of('adopt'), [
    { channel: 0, sweep: null, change: { name: 'event_direction', value: 'positive' } },
  ]);
  await view.notify('action', 'nextChannel');
  await view.settled();
  assert.deepEqual(view.of('advice').at(-1), { channel: 1, sweep: null });
  await view.close();
});

/** As the engine would find them: those of at least a probability. */
function foundAt(threshold: number) {
  const events = recording.events.filter(({ score }) => score >= threshold);
  return { ...detectionOf({ ...recording, events }), id: '', threshold };
}

test('the threshold is dragged in its lane: events change at once, the recipe names it, and it is used when let go', {
  skip,
}, async () => {
  const view = await openTrace(recording, found, { tryThreshold: foundAt });
  const line = view.page.getByRole('slider', { name: 'Threshold' });
  assert.match(
    (await line.getAttribute('title'))!,
    /written to cell7\.miniml\.json/,
    'where it goes is in sight',
  );
  await view.notify('action', 'lastEvent');
  await view.settled();
  const box = (await line.boundingBox())!;
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await view.page.mouse.move(x, y);
  await view.page.mouse.down();
  await view.page.mouse.move(x, y - 4, { steps: 2 });
  await view.page.mouse.move(x, y - 8, { steps: 2 });
  await view.settled();
  const threshold = Number(await line.getAttribute('aria-valuenow'));
  assert.ok(threshold > 0.6 && threshold < 0.95, String(threshold));
  const expected = foundAt(threshold).events.location.length;
  assert.ok(expected > 0 && expected < 200);
  const counts = view.page.locator('.counts');
  await eventually(async () => assert.equal(await counts.textContent(), `${expected} events`));
  assert.deepEqual(view.of('tryThreshold').at(-1), { channel: 0, sweep: null, threshold });
  const chip = view.page.locator('.chip', { hasText: 'Threshold' });
  assert.equal(await chip.locator('s').textContent(), '0.5');
  assert.match((await chip.textContent())!, new RegExp(`→ ${threshold}$`));
  assert.deepEqual(view.of('adopt'), [], 'nothing is written before it is let go');
  assert.match(await view.label(), /from 0 s to 20\.0 s|from 1\d\./, 'the trace stays');
  await view.page.mouse.up();
  await view.settled();
  assert.deepEqual(view.of('adopt'), [
    { channel: 0, sweep: null, change: { name: 'model_threshold', value: threshold } },
  ]);
  await view.close();
});

test('keys move the threshold; it is used once they rest, and Escape gives a drag up', { skip }, async () => {
  const view = await openTrace(recording, found, { tryThreshold: foundAt });
  for (const action of ['raiseThreshold', 'raiseThreshold', 'lowerThresholdSlightly'] as const)
    await view.notify('action', action);
  await view.page.locator('.counts', { hasText: `${foundAt(0.59).events.location.length} events` }).waitFor();
  await eventually(async () =>
    assert.deepEqual(view.of('adopt'), [
      { channel: 0, sweep: null, change: { name: 'model_threshold', value: 0.59 } },
    ]),
  );
  const line = view.page.getByRole('slider', { name: 'Threshold' });
  await line.focus();
  const box = (await line.boundingBox())!;
  await view.page.mouse.move(box.x + 200, box.y + box.height / 2);
  await view.page.mouse.down();
  await view.page.mouse.move(box.x + 200, box.y - 3, { steps: 3 });
  await view.page.keyboard.press('Escape');
  await view.page.mouse.up();
  await view.settled();
  assert.equal(await view.page.locator('.counts').textContent(), '200 events');
  assert.equal(view.of('adopt').length, 1);
  await view.close();
});

test('where the engine cannot answer at once, events below a higher threshold go from sight', {
  skip,
}, async () => {
  const view = await openTrace(recording, found);
  await view.notify('action', 'raiseThreshold');
  await view.page.locator('.counts', { hasText: `${foundAt(0.55).events.location.length} events` }).waitFor();
  await view.close();
});

test('why parameters were chosen stands beside them', { skip }, async () => {
  const reason = 'Clear events decay in 5.0 ms.';
  const view = await openTrace(
    recording,
    readySnapshot(recording, { chosen: [{ parameter: 'win_size', value: 1400, reason }] }),
  );
  assert.ok(await view.page.locator('.chosen', { hasText: `win_size 1400${reason}` }).isVisible());
  await view.close();
});

test('a file without a rate is asked about once, with guesses', { skip }, async () => {
  const guess = {
    rate_hz: 50_000,
    unit: 'pA',
    scaling: 1e12,
    label: '50 kHz, amperes in the file, shown as pA',
  };
  const asking = readySnapshot(recording, { info: infoOf(recording, { rate_hz: null }), guesses: [guess] });
  const view = await openTrace(recording, asking);
  const rate = view.page.getByRole('textbox', { name: /Sampling rate/ });
  await rate.fill('fast');
  await view.page.getByText('Show the Trace').click();
  assert.match((await view.page.locator('.describe .error').textContent())!, /above 0/);
  await view.page.getByText(guess.label).click();
  await view.page.getByText('Show the Trace').click();
  await view.settled();
  assert.deepEqual(view.of('describe'), [
    { rate_hz: 50_000, unit: 'pA', scaling: 1e12 },
  ] satisfies Description[]);
  await view.close();
});

test('doubtful facts are asked about with what the file says, and axes are chosen by their lengths', {
  skip,
}, async () => {
  const warnings = [
    { code: 'rate', message: 'The sampling rate is 20 Hz, which no patch-clamp recording has.' },
    { code: 'axes', message: 'The file does not name its axes. They were taken as 3 sweeps × 2 channels.' },
    { code: 'cut-short', message: 'The end is missing.' },
  ];
  const axes = { shape: [3, 2, 4000], taken: 'sweeps-channels-samples', assumed: true } as const;
  const asking = readySnapshot(recording, {
    info: infoOf(recording, { rate_hz: 20, warnings, axes }),
    doubtful: true,
  });
  const view = await openTrace(recording, asking);
  for (const { code, message } of warnings)
    assert.equal(await view.page.getByText(message).isVisible(), code !== 'cut-short');
  const rate = view.page.getByRole('textbox', { name: /Sampling rate/ });
  assert.equal(await rate.inputValue(), '20', 'what the file says');
  const pictures = process.env['MINIML_PICTURES'];
  if (pictures) await view.page.screenshot({ path: path.join(pictures, 'describe-doubtful.png') });
  await rate.fill('20000');
  await view.page
    .getByRole('combobox', { name: /Axes/ })
    .selectOption('3 channels × 2 sweeps × 4000 samples');
  await view.page.getByText('Show the Trace').click();
  await view.settled();
  assert.deepEqual(view.of('describe'), [
    { rate_hz: 20_000, unit: 'pA', scaling: 1, axes: 'channels-sweeps-samples' },
  ] satisfies Description[]);
  await view.notify('snapshot', asking);
  await view.page.getByText('Use as in the File').click();
  await view.settled();
  assert.equal(view.of('confirmFacts').length, 1);
  await view.close();
});

test('a file that cannot be opened says why, with the buttons that could help', { skip }, async () => {
  const view = await openTrace(recording, {
    kind: 'failed',
    name: 'x.dat',
    message: 'x.dat is no HEKA bundle.',
    remedies: ['retry', 'asText'],
  });
  assert.ok(await view.page.getByText('x.dat is no HEKA bundle.').isVisible());
  await view.page.getByText('Open as Text').click();
  await view.settled();
  assert.deepEqual(view.of('run'), [{ action: 'asText' }]);
  await view.close();
});

test('a detection is started, followed and cancelled in the view', { skip }, async () => {
  const view = await openTrace(recording, empty);
  await view.page.getByRole('button', { name: 'Detect', exact: true }).click();
  await view.settled();
  assert.deepEqual(view.of('detect'), [{ channel: 0, sweep: null }]);
  const fast = { ...defaultParameters(), win_size: 600 };
  const progress = {
    channel: 0,
    sweep: null,
    phase: 'predicting',
    fraction: 0.63,
    text: '63 %, 4 s left',
    faster: null,
    computing: null,
  };
  await view.notify('progress', progress);
  await view.settled();
  assert.equal(await view.page.getByRole('progressbar').getAttribute('aria-valuenow'), '63');
  assert.ok(await view.page.getByText('predicting: 63 %, 4 s left').isVisible());
  await view.notify('progress', {
    ...progress,
    text: '1 %, 0:51:20 left',
    faster: fasterDetection(fast) ?? null,
    computing: 'tensorFlow' as const,
  });
  await view.settled();
  assert.ok(await view.page.getByText('This detection takes more than ten minutes.').isVisible());
  await view.page.getByRole('button', { name: '1 more note' }).click();
  await view.page.getByText('Install TensorFlow…').click();
  await view.settled();
  assert.deepEqual(view.of('run'), [{ action: 'installTensorFlow' }]);
  await view.page.getByText('Use Screening').click();
  await view.settled();
  const change = { name: 'prediction_method', value: 'screened' };
  assert.deepEqual(view.of('adopt'), [{ channel: 0, sweep: null, change }]);
  await view.page.getByText('Cancel').first().click();
  await view.settled();
  assert.equal(view.of('cancelDetection').length, 1);
  await view.notify('snapshot', { ...empty, failure: 'The model is gone.' });
  await view.settled();
  await view.page.getByText('Try Again').click();
  await view.settled();
  assert.equal(view.of('detect').length, 2);
  await view.close();
});

test('what is not read yet is hatched, with how much is, until it is', { skip }, async () => {
  let isRead = false;
  const view = await openTrace(recording, empty, {
    window: (query) => ({
      ...windowOf(recording.values, query),
      ...(!isRead && { exact: false, unread: [{ from: 300_000, to: 400_000 }] }),
    }),
  });
  assert.match(await view.label(), / pA, 75 % read$/);
  /** Share of the pixels above the trace that are drawn on, in a part of the plot's width. */
  const inked = (from: number, to: number) =>
    view.page.locator('.plot canvas').evaluate(
      (canvas, [start, end]) => {
        const { width, height } = canvas as HTMLCanvasElement;
        const context = (canvas as HTMLCanvasElement).getContext('2d')!;
        const [left, across] = [Math.round(start * width), Math.round((end - start) * width)];
        // Below the text, above the noise.
        const { data } = context.getImageData(
          left,
          Math.round(0.05 * height),
          across,
          Math.round(0.02 * height),
        );
        return data.filter((value, i) => i % 4 === 3 && value > 0).length / (data.length / 4);
      },
      [from, to],
    );
  const [read, unread] = [await inked(0.15, 0.4), await inked(0.8, 0.95)];
  assert.ok(unread > read + 0.03, `hatched: ${unread.toFixed(3)} against ${read.toFixed(3)}`);
  isRead = true;
  await eventually(async () => assert.match(await view.label(), / pA$/));
  assert.ok((await inked(0.8, 0.95)) < unread / 2);
  await view.close();
});

test('a picture that stays provisional is asked for again, and the view comes to rest all the same', {
  skip,
}, async () => {
  const view = await openTrace(recording, empty, {
    window: (query) => ({
      x: Float64Array.of(query.from, query.to - 1),
      y: Float32Array.of(0, 1),
      kind: 'samples',
      exact: false,
    }),
  });
  const asked = view.of('window').length;
  await eventually(async () => assert.ok(view.of('window').length > asked, 'it is asked for again'));
  await view.settled();
  await view.close();
});

test('a failing engine is told of in the view and asked again on request', { skip }, async () => {
  let failing = true;
  const view = await openTrace(recording, empty, {
    window: (query) => {
      if (failing) throw new Error('The engine ended unexpectedly (exit code 1).');
      return {
        x: Float64Array.of(query.from, query.to),
        y: Float32Array.of(0, 1),
        kind: 'samples',
        exact: true,
      };
    },
  });
  assert.ok(await view.page.getByText('The engine ended unexpectedly').isVisible());
  const asked = view.of('window').length;
  await view.settled();
  assert.equal(view.of('window').length, asked, 'it does not ask again by itself');
  failing = false;
  await view.page.getByText('Try Again').click();
  await view.settled();
  assert.ok(await view.page.getByText('The engine ended unexpectedly').isHidden());
  await view.close();
});

test('a view that was hidden comes back as it was', { skip }, async () => {
  const view = await openTrace(recording, found);
  await view.notify('action', 'nextEvent');
  await view.notify('action', 'zoomToEvent');
  await view.notify('action', 'nextChannel');
  await view.settled();
  const [state, label] = [
    await view.page.evaluate(() => (globalThis as { stored?: unknown }).stored),
    await view.label(),
  ];
  await view.close();
  const again = await openTrace(recording, found, { state });
  assert.equal(await again.label(), label);
  assert.deepEqual(again.of('choose').at(-1), { channel: 1, sweep: null });
  await again.close();
});

test('it works in a narrow split: nothing sticks out, the panel goes under the trace', { skip }, async () => {
  const view = await openTrace(recording, found, { width: 420, height: 700 });
  const overflow = () => view.page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  assert.equal(await overflow(), 0);
  assert.ok(await view.page.locator('.panel').isHidden());
  await view.notify('action', 'toggleSidePanel');
  await view.settled();
  const [plot, panel] = [
    (await view.page.locator('.plot').boundingBox())!,
    (await view.page.locator('.panel').boundingBox())!,
  ];
  assert.ok(panel.y >= plot.y + plot.height);
  assert.equal(await overflow(), 0);
  await view.page.setViewportSize({ width: 300, height: 200 });
  await view.settled();
  assert.equal(await overflow(), 0);
  assert.deepEqual(view.complaints, []);
  await view.close();
});

test('every theme has its own colours, also when it changes under an open view', { skip }, async () => {
  const view = await openTrace(recording, found);
  const pictures = new Set<string>();
  for (const theme of ['dark', 'light', 'highContrast'] as const) {
    await view.setTheme(theme);
    await view.settled();
    pictures.add(
      await view.page.locator('.plot canvas').evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL()),
    );
  }
  assert.equal(pictures.size, 3);
  assert.deepEqual(view.complaints, []);
  await view.close();
});

test('a redraw takes less than 25 ms', { skip }, async () => {
  const view = await openTrace(recording, found, { pixelRatio: 2 });
  await view.page.evaluate(() => performance.clearMeasures());
  for (let i = 0; i < 20; i++) {
    await view.notify('action', i % 2 ? 'panRight' : 'zoomIn');
    await view.settled();
  }
  const draws = await view.page.evaluate(() =>
    performance.getEntriesByName('miniml.draw').map((entry) => entry.duration),
  );
  // The lower quartile: what else the machine does at the moment is not the view's.
  const typical = draws.sort((a, b) => a - b)[draws.length >> 2];
  assert.ok(typical < 25, `${typical.toFixed(1)} ms, of ${draws.length}`);
  await view.close();
});

/** Two sweeps, ten seconds each; channel 1 is elsewhere. */
const twoSweeps = readySnapshot(recording, {
  info: infoOf(recording, { sweeps: 2, samples: [200_000, 200_000], sweep_starts_s: [0, 15], tags: [] }),
  detections: [detectionOf(recording)],
});

test('all channels are drawn one above the other, each in its unit', { skip }, async () => {
  const view = await openTrace(recording, empty);
  await view.notify('action', 'stackChannels');
  await view.settled();
  assert.match(await view.label(), /^I_mon .* pA, above V_mon$/);
  assert.ok(view.of('window').some(({ channel, filtered }) => channel === 1 && !filtered));
  const asked = view.of('window').length;
  await view.notify('action', 'zoomIn');
  await view.settled();
  assert.deepEqual(
    [
      ...new Set(
        view
          .of('window')
          .slice(asked)
          .map(({ channel }) => channel),
      ),
    ].toSorted(),
    [0, 1],
  );
  await view.notify('action', 'stackChannels');
  await view.settled();
  assert.doesNotMatch(await view.label(), /above/);
  await view.close();
});

test('sweeps are laid over a single one, with the mean of all', { skip }, async () => {
  const view = await openTrace(recording, twoSweeps);
  await view.notify('action', 'overlaySweeps');
  await view.settled();
  assert.deepEqual(view.of('choose').at(-1), { channel: 0, sweep: 0 });
  assert.match(await view.label(), /^I_mon from 0 s to 10\.0 s, .* over 1 other sweep and the mean of 2$/);
  const asked = view.of('window');
  assert.ok(asked.some(({ sweep, averaged }) => sweep === 1 && !averaged));
  assert.ok(asked.some(({ averaged }) => averaged));
  await view.close();
});

test('events of all sweeps are listed by sweep; a single sweep has its own, at its own times', {
  skip,
}, async () => {
  const view = await openTrace(recording, twoSweeps);
  const cells = (row: number) =>
    view.page
      .locator('.event-table [role=row]')
      .nth(row)
      .locator('[role=gridcell], [role=columnheader]')
      .allInnerTexts();
  const { events } = recording;
  const second = events.filter(({ location }) => location >= 200_000);
  await view.page.locator('.counts', { hasText: `${events.length} events` }).waitFor();
  assert.match((await cells(0)).join(' '), /Sweep/);
  await view.notify('goTo', { time_s: 1, choice: { channel: 0, sweep: 1 } });
  await view.settled();
  await view.page.locator('.counts', { hasText: `${second.length} events` }).waitFor();
  const [first] = second;
  assert.ok(
    (await cells(1)).includes(((first.location - 200_000) / recording.rate_hz).toFixed(4)),
    (await cells(1)).join(' '),
  );
  assert.ok(view.of('prediction').every(({ from }) => from >= 0));
  assert.ok(view.of('prediction').some(({ from }) => from >= 200_000));
  await view.close();
});

test('Detect names the sweep, and all sweeps are one click away', { skip }, async () => {
  const view = await openTrace(recording, twoSweeps);
  await view.page.getByRole('button', { name: 'Detect All Sweeps', exact: true }).waitFor();
  await view.notify('goTo', { time_s: 1, choice: { channel: 0, sweep: 1 } });
  await view.page.getByRole('button', { name: 'Detect Sweep 2', exact: true }).click();
  await view.page.getByRole('button', { name: 'Detect all 2 sweeps' }).click();
  await view.settled();
  assert.deepEqual(view.of('detect'), [
    { channel: 0, sweep: 1 },
    { channel: 0, sweep: null },
  ]);
  await view.close();
});

test('in a narrow view Detect stays in sight', { skip }, async () => {
  const view = await openTrace(recording, twoSweeps, { width: 500 });
  await view.notify('goTo', { time_s: 1, choice: { channel: 0, sweep: 1 } });
  await view.settled();
  const detect = view.page.getByRole('button', { name: 'Detect', exact: true });
  assert.ok(await detect.isVisible());
  const { x, y, width } = (await detect.boundingBox())!;
  assert.ok(x + width <= 500 && y < 32, `${x} ${y} ${width}`);
  assert.equal(await view.page.locator('[title^="Detect events in I_mon"][title*="sweep 2"]').count(), 1);
  await view.close();
});

test('in a narrow view the buttons of a note go below its words, which keep their width', {
  skip,
}, async () => {
  const message =
    'No events were found in 20 s. The highest probability is less than 0.01, below model_threshold (0.5). Check win_size (600) and event_direction (negative).';
  const nothing = {
    ...detectionOf({ ...recording, events: [] }),
    warnings: [{ code: 'no-events', message }],
  };
  const view = await openTrace(recording, readySnapshot(recording, { detections: [nothing] }), {
    width: 500,
  });
  const note = view.page.locator('.note-no-events');
  const { height } = (await note.boundingBox())!;
  const { width } = (await note.locator('.note-text').boundingBox())!;
  assert.ok(width >= 240 && height < 120, `${width} × ${height}`);
  await view.close();
});

test('before a detection, the events of a short view are shown as outlines; a long one says how to see them', {
  skip,
}, async () => {
  const long = syntheticRecording(30, 300);
  const preview = { key: 'a', threshold: 0.6, direction: 'negative' } as const;
  const view = await openTrace(long, readySnapshot(long, { preview }), {
    preview: (range) => rangeDetectionOf(long, range),
  });
  await view.settled();
  assert.deepEqual(view.of('preview'), [], 'nothing is asked for while 30 s are in view');
  await view.notify('goTo', { time_s: 10, span_s: 2 });
  await eventually(async () => assert.match(await view.label(), /, 20 events before a detection/));
  const asked = view.of('preview');
  assert.ok(
    asked.every(({ from, to, channel }) => to - from === 19_200 && channel === 0),
    JSON.stringify(asked),
  );
  assert.ok(
    await view.page.locator('.threshold').isHidden(),
    'there is no detection whose threshold could be moved',
  );
  await view.notify('snapshot', readySnapshot(long, { preview, detections: [detectionOf(long)] }));
  await view.settled();
  assert.match(await view.label(), /, 20 events(,|$)/);
  assert.doesNotMatch(await view.label(), /before a detection/);
  await view.close();
});

test('where a screened detection has computed nothing, the probability is computed for a short view', {
  skip,
}, async () => {
  const preview = { key: 'a', threshold: 0.5, direction: 'negative' } as const;
  const screened = { ...detectionOf(recording), partial: true } as const;
  const snapshot = readySnapshot(recording, { preview, detections: [screened] });
  const view = await openTrace(recording, snapshot, {
    preview: (range) => rangeDetectionOf(recording, range),
  });
  await view.notify('goTo', { time_s: 10, span_s: 2 });
  await eventually(async () => assert.ok(view.of('preview').length > 1));
  assert.ok(view.of('preview').every(({ exact }) => exact));
  assert.doesNotMatch(await view.label(), /before a detection/);
  const asked = view.of('preview').length;
  await view.notify('snapshot', { ...snapshot, detections: [{ ...screened, stale: ['threshold'] }] });
  await view.notify('goTo', { time_s: 2, span_s: 1 });
  await view.settled();
  assert.equal(view.of('preview').length, asked, 'nothing is computed for events that are out of date');
  await view.close();
});
