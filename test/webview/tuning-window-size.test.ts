import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { SizeScores } from '../../src/common/api/engine/window-sizes';
import { tuningCommands } from '../../src/extension/manifest/tuning-commands';
import { openTuning, someScores, type TuningTest } from './support/tuning-host';
import { closeBrowser, withoutBrowser } from './support/view';

const skip = withoutBrowser;

after(closeBrowser);

const plain = (text: string | null) => (text ?? '').replaceAll('\u00a0', ' ');
/** Waits until this is what the footer says is chosen. */
const chosen = (view: TuningTest, text: string) =>
  view.page.getByText(text, { exact: true }).and(view.page.locator('.choice')).waitFor();
const tabOf = (view: TuningTest, name: string) =>
  view.page.getByRole('tab', { name, selected: true }).waitFor();

test('the first look is at a clear event, with the present window over it as the network sees it', {
  skip,
}, async () => {
  const view = await openTuning();
  const { page } = view;
  assert.deepEqual(view.complaints, []);
  await page.locator('.position', { hasText: /clear event 1 of 1\d/ }).waitFor();
  assert.match(plain(await page.locator('.box-label').textContent()), /^600 samples · 30\.0 ms$/);
  await page
    .locator('.shape-words', { hasText: /600 points · probability [01]\.\d\d/ })
    .first()
    .waitFor();
  assert.equal(await page.locator('.shape').nth(1).isHidden(), true, 'the present size is the only one');
  await chosen(view, 'No changes yet.');
  assert.match((await page.locator('#panel-window-size .plot').getAttribute('aria-label'))!, /^I_mon from /);
  await view.close();
});

test('dragging over an event chooses a size, using it writes it, and undo takes it back', {
  skip,
}, async () => {
  const view = await openTuning();
  const { page } = view;
  await page.locator('.position', { hasText: 'clear event 1' }).waitFor();
  const box = (await page.locator('#panel-window-size .plot').boundingBox())!;
  await page.mouse.move(box.x + 300, box.y + 200);
  await page.mouse.down();
  await page.mouse.move(box.x + 420, box.y + 240, { steps: 5 });
  await page.mouse.up();
  await view.settled();
  const label = plain(await page.locator('.box-label').textContent());
  const size = Number(/^([\d,]+) samples/.exec(label)![1].replace(',', ''));
  assert.ok(size > 100 && size < 5000 && size !== 600, label);
  await chosen(view, `win_size 600 → ${size}`);
  assert.equal(await page.locator('.shape:not(.hidden)').count(), 2, 'beside the present one');
  await page.getByRole('button', { name: 'Use These Parameters' }).click();
  await page.locator('.written', { hasText: 'Written to cell7.miniml.json' }).waitFor();
  assert.deepEqual(view.of('use'), [{ patch: { win_size: size }, place: 'recording', detect: false }]);
  await page.locator('.written').getByRole('button', { name: 'Undo' }).click();
  await page.locator('.box-label', { hasText: '600 samples' }).waitFor();
  await view.close();
});

test('sizes are tried, the best is marked and chosen at once; another row by keyboard', {
  skip,
}, async () => {
  let answer: (scores: SizeScores | null) => void = () => {};
  const view = await openTuning({ score: () => new Promise((resolve) => (answer = resolve)) });
  const { page } = view;
  await page.locator('.position', { hasText: 'clear event 1' }).waitFor();
  await page.getByRole('button', { name: 'Suggest a Size' }).click();
  const progress = { phase: 'testing window sizes', fraction: 0.4, text: '40 %, 3 s left' };
  await view.notify('progress', { work: 'window sizes', progress });
  await page.locator('.progress-words', { hasText: '3 s left' }).waitFor();
  await page.locator('.running').getByRole('button', { name: 'Cancel' }).click();
  await view.eventually(async () => assert.deepEqual(view.of('cancel'), [{ work: 'window sizes' }]));
  answer(null);
  await view.settled();
  await page.getByRole('button', { name: 'Suggest a Size' }).click();
  await view.eventually(async () => assert.equal(view.of('scoreWindowSizes').length, 2));
  answer(someScores);
  const sentence = page.locator('.scores .best');
  await sentence.waitFor();
  assert.match(plain(await sentence.textContent()), /^780 samples \(39\.0 ms\): 18 of 18 clear events/);
  assert.match(plain(await page.locator('.scores .now').textContent()), /^Now, 600 samples/);
  assert.equal(await page.locator('.sizes tbody tr').count(), someScores.sizes.length);
  await chosen(view, 'win_size 600 → 780');
  await page.getByRole('button', { name: /^780/ }).click();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await view.settled();
  await chosen(view, 'win_size 600 → 1010');
  await page.getByRole('button', { name: 'Use and Detect Again' }).click();
  await page.locator('.written', { hasText: 'Written to cell7.miniml.json' }).waitFor();
  assert.deepEqual(view.of('use'), [{ patch: { win_size: 1010 }, place: 'recording', detect: true }]);
  await view.close();
});

test('commands move the edges and go through the tabs, and are told where the keyboard is', {
  skip,
}, async () => {
  const view = await openTuning();
  const { page } = view;
  const keyboardIn = (area: string) => view.eventually(async () => assert.equal(view.focus(), area));
  await page.locator('.position', { hasText: 'clear event 1' }).waitFor();
  await keyboardIn('trace');
  await page.getByRole('slider', { name: 'End of the window' }).focus();
  await keyboardIn('edge');
  for (let i = 0; i < 3; i++) await view.act('edgeFarRight');
  await chosen(view, 'win_size 600 → 630');
  await view.act('edgeLeft');
  await chosen(view, 'win_size 600 → 629');
  const field = page.locator('.size-row vscode-text-field');
  await field.locator('input').fill('1,250');
  await keyboardIn('input');
  await page.keyboard.press('Enter');
  await chosen(view, 'win_size 600 → 1250');
  await view.act('focusTrace');
  await keyboardIn('trace');
  await view.act('focusFields');
  await keyboardIn('input');
  assert.equal(await field.evaluate((f) => f.shadowRoot?.activeElement?.localName), 'input');
  await view.act('focusTrace');
  await keyboardIn('trace');
  await view.act('longer');
  await chosen(view, 'win_size 600 → 1300');
  await view.act('nextClear');
  await page.locator('.position', { hasText: 'clear event 2' }).waitFor();
  await view.act('previousClear');
  await page.locator('.position', { hasText: 'clear event 1' }).waitFor();
  await page.getByRole('tab', { selected: true }).focus();
  await keyboardIn('tabs');
  await view.act('previousTab');
  await tabOf(view, 'Filters');
  assert.equal(await page.getByRole('tabpanel').getAttribute('aria-labelledby'), 'tab-filters');
  assert.equal(await page.evaluate(() => document.activeElement?.id), 'tab-filters');
  await view.act('nextTab');
  await tabOf(view, 'Window Size');
  await view.act('suggest');
  await page.locator('.scores .best').waitFor();
  await view.act('discard');
  await chosen(view, 'No changes yet.');
  await view.act('use');
  await view.settled();
  assert.deepEqual(view.of('use'), [], 'nothing is written where nothing is chosen');
  await view.close();
});

test('the list of keys names every command of the panel that has one', { skip }, async () => {
  const view = await openTuning();
  const { page } = view;
  await page.getByRole('button', { name: 'Keys' }).click();
  const list = page.getByRole('dialog', { name: 'Keys of the tuning panel' });
  await list.waitFor();
  const text = (await list.textContent())!;
  for (const { title, keys = [] } of Object.values(tuningCommands.actions)) {
    assert.ok(keys.length > 0, `${title} has a key`);
    assert.ok(text.includes(title), title);
  }
  await view.act('suggest');
  await view.act('showKeys');
  await list.waitFor({ state: 'hidden' });
  assert.deepEqual(view.of('scoreWindowSizes'), [], 'nothing else happens while the list is open');
  assert.deepEqual(view.complaints, []);
  await view.close();
});

test('the trace editor turns to another channel: the panel says so, and what is chosen stays', {
  skip,
}, async () => {
  const view = await openTuning();
  const { page } = view;
  await page.locator('.trace-choice', { hasText: 'channel 1 of 2: I_mon' }).waitFor();
  await page.locator('.position', { hasText: 'clear event 1' }).waitFor();
  await view.act('longer');
  await chosen(view, 'win_size 600 → 605');
  const asked = view.of('clearEvents').length;
  await view.turnTo({ channel: 1, sweep: null });
  await page.locator('.trace-choice', { hasText: 'channel 2 of 2: V_mon' }).waitFor();
  await view.eventually(async () => assert.equal(view.of('clearEvents').length, asked + 1));
  assert.match((await page.locator('#panel-window-size .plot').getAttribute('aria-label'))!, /^V_mon from /);
  await chosen(view, 'win_size 600 → 605');
  assert.deepEqual(view.complaints, []);
  await view.close();
});

test('clear events are looked for anew when something is left out, and sizes tried before say nothing', {
  skip,
}, async () => {
  const view = await openTuning();
  const { page } = view;
  await page.locator('.position', { hasText: 'clear event 1' }).waitFor();
  const of = async () =>
    Number(/\d+(?= clear events|$)/.exec((await page.locator('.position').textContent()) ?? '')?.[0]);
  const before = await of();
  await view.act('suggest');
  await page.locator('.scores .best').waitFor();
  await view.changeElsewhere({ exclude: '0–6' });
  await view.eventually(async () => assert.ok((await of()) < before, `${await of()} of ${before}`));
  await page.locator('.scores').waitFor({ state: 'hidden' });
  await view.close();
});

test('parameters that change elsewhere change here; a choice that came true is none any more', {
  skip,
}, async () => {
  const view = await openTuning();
  const { page } = view;
  await page.locator('.position', { hasText: 'clear event 1' }).waitFor();
  await view.changeElsewhere({ win_size: 900 });
  await page.locator('.box-label', { hasText: /^900 samples/ }).waitFor();
  const field = page.locator('.size-row vscode-text-field');
  await field.locator('input').fill('1400');
  await page.keyboard.press('Enter');
  await view.settled();
  await chosen(view, 'win_size 900 → 1400');
  await view.changeElsewhere({ win_size: 1400 });
  await chosen(view, 'No changes yet.');
  await view.close();
});

test('the place that values are written to is in sight, stays chosen, and cannot be a setting for one recording', {
  skip,
}, async () => {
  const view = await openTuning();
  const { page } = view;
  await page.locator('.position', { hasText: 'clear event 1' }).waitFor();
  const place = page.getByRole('combobox', { name: 'Write to' });
  assert.equal(await place.inputValue(), 'recording', 'the narrowest place');
  assert.deepEqual(await place.locator('option').allTextContents(), [
    'This recording: cell7.miniml.json',
    'This folder: the workspace settings',
    'Settings: user settings',
  ]);
  await view.act('useAndDetect');
  await page.locator('.failure', { hasText: 'No value is changed yet.' }).waitFor();
  assert.equal(view.of('use').length, 0);
  await place.selectOption('folder');
  await view.act('longer');
  assert.equal(await page.locator('.failure').count(), 0, 'it is not said of what is chosen then');
  await view.act('use');
  await page.locator('.written').waitFor();
  await view.act('shorter');
  assert.equal(await place.inputValue(), 'folder', 'it is remembered');
  await view.act('showFilters');
  await view.act('exclude');
  await page.locator('.choice', { hasText: 'exclude' }).waitFor();
  assert.deepEqual(await place.locator('option').allTextContents(), ['This recording: cell7.miniml.json']);
  await view.act('useAndDetect');
  await view.eventually(async () => assert.equal(view.of('use').length, 2));
  const sent = view.of('use') as { place: string; detect: boolean }[];
  assert.deepEqual(
    sent.map(({ place: to, detect }) => [to, detect]),
    [
      ['folder', false],
      ['recording', true],
    ],
  );
  await view.close();
});

test('values that a narrower place overrides stay chosen, and the panel says which place it is', {
  skip,
}, async () => {
  const view = await openTuning({ overriddenBy: 'cell7.miniml.json' });
  const { page } = view;
  await page.locator('.position', { hasText: 'clear event 1' }).waitFor();
  await view.act('longer');
  await view.act('use');
  await page
    .locator('.written', {
      hasText: 'cell7.miniml.json has values of its own, which apply to this recording.',
    })
    .waitFor();
  await chosen(view, 'win_size 600 → 605');
  await view.close();
});
