import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, mkdtempSync, realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { FrameLocator } from 'playwright-core';
import { withFileLock } from '../../src/engine/files/file-lock';
import { readTrainingSet } from '../../src/engine/training/read-training-set';
import { saveScores } from '../../src/engine/training/write-training-set';
import { temporaryFolder } from '../support/folder';
import { writeLargeTrainingSet } from '../support/large-training-set';
import { shared, withoutShared } from '../support/shared';
import { provisionWorkbench } from '../support/workbench/provision';
import { WorkbenchSession } from '../support/workbench/session';

const workbench = provisionWorkbench();
const reason = typeof workbench === 'string' ? workbench : withoutShared;
const folder = temporaryFolder();
const example = shared('training', 'B_2020-06-09_002_example_training_data.h5');

/** In a browser VS Code saves by itself. */
const settings = { 'files.autoSave': 'off' };

let session: WorkbenchSession;
let view: FrameLocator;
let file: string;

/** The saved scores of windows. */
async function saved(...windows: number[]): Promise<number[]> {
  const { scores } = await readTrainingSet(file);
  return windows.map((window) => scores[window]);
}

async function openScoring(): Promise<void> {
  await session.openFile(path.basename(file));
  view = session.webview();
  await view.locator('.scoring:not(.hidden)').waitFor({ timeout: 60_000 });
  await view.locator('.stage').focus();
  // The workbench knows where the keyboard is a moment later.
  await session.page.waitForTimeout(500);
}

async function press(...keys: string[]): Promise<void> {
  for (const key of keys) await session.page.keyboard.press(key);
}

/** Waits until the window that is shown is this one, counted from 1. */
async function isAt(window: number): Promise<void> {
  await view
    .locator('.window-number', { hasText: new RegExp(`^${window} of `) })
    .waitFor({ timeout: 30_000 });
}

const dirtyTab = () => session.page.locator('.tab.active.dirty');

async function start(name: string): Promise<void> {
  const workspace = mkdtempSync(path.join(folder, 'w-'));
  file = path.join(workspace, name);
  copyFileSync(example, file);
  session = await WorkbenchSession.start({ folder: workspace, settings });
  await openScoring();
}

/** Milliseconds from when the browser took a key, which is what its event says. */
interface Watched {
  /** Until the page turns to it. */
  begun: number[];
  /** Until the picture that it leads to is drawn. */
  drawn: number[];
  /** Until the page is through with the frame that brings the picture to the screen. */
  framed: number[];
  /** Until the action that scores is there. */
  actions: number[];
}

/** Runs in the page: notes what comes of each key, and when. */
function watchKeys(): void {
  const watched: Watched = { begun: [], drawn: [], framed: [], actions: [] };
  const picture = document.querySelector<HTMLElement>('.picture')!;
  const pressed: number[] = [];
  let before: string | undefined;
  const listen = ({ timeStamp }: KeyboardEvent) => {
    before = picture.dataset['window'];
    watched.begun.push(performance.now() - timeStamp);
  };
  window.addEventListener('keydown', listen, true);
  // These listeners come after the view's own, which draw before they return.
  window.addEventListener('keydown', ({ timeStamp }) => {
    pressed.push(timeStamp);
    if (picture.dataset['window'] === before) return;
    watched.drawn.push(performance.now() - timeStamp);
    requestAnimationFrame(() => {
      // A message is taken up when the frame is done.
      const done = new MessageChannel();
      done.port1.onmessage = () => watched.framed.push(performance.now() - timeStamp);
      done.port2.postMessage(null);
    });
  });
  window.addEventListener('message', ({ data }) => {
    if (data.name === 'action') watched.actions.push(performance.now() - pressed.shift()!);
  });
  Object.assign(globalThis, { watched });
}

describe('scoring in a real workbench', { skip: reason, timeout: 600_000 }, () => {
  before(() => start('windows.h5'));
  after(() => session?.stop());

  test('keys score and go on; the tab shows that something is not saved', async () => {
    await isAt(1);
    assert.equal(await dirtyTab().count(), 0);
    await press('0', 'x', '1', '0', 'ArrowUp', 'ArrowDown');
    await isAt(7);
    await dirtyTab().waitFor();
    await press('Enter', 'Enter', 'n', 'Backspace');
    await view
      .locator('.count', { hasText: 'not scored' })
      .locator('.count-number', { hasText: '1' })
      .waitFor();
  });

  test('saving writes the scores and nothing else', async () => {
    const bytes = statSync(example).size;
    await press('Control+s');
    await dirtyTab().waitFor({ state: 'detached' });
    assert.deepEqual(await saved(0, 1, 2, 3, 4, 5), [0, 2, 1, 0, 1, 0]);
    assert.deepEqual(await saved(6, 7), [0, -1]);
    assert.ok(statSync(file).size >= bytes);
  });

  test('undo and redo go through the workbench, by its keys and ours', async () => {
    await press('Home', '2');
    await isAt(2);
    await dirtyTab().waitFor();
    await press('z');
    await isAt(1);
    await view.locator('.score-button.score0[aria-pressed=true]').waitFor();
    await dirtyTab().waitFor({ state: 'detached' });
    await press('Control+Shift+Z');
    await view.locator('.score-button.score2[aria-pressed=true]').waitFor();
    await press('Control+z');
    await view.locator('.score-button.score0[aria-pressed=true]').waitFor();
    await dirtyTab().waitFor({ state: 'detached' });
  });

  test('a score during a save is not taken for saved', async () => {
    await press('Home', '1');
    await isAt(2);
    await dirtyTab().waitFor();
    // The save waits for this lock.
    await withFileLock(realpathSync(file), async () => {
      await press('Control+s');
      await session.page.waitForTimeout(1000);
      await press('0');
      await isAt(3);
      await session.page.waitForTimeout(500);
    });
    while ((await saved(0))[0] !== 1) await session.page.waitForTimeout(100);
    await session.page.waitForTimeout(2000);
    assert.equal(await dirtyTab().count(), 1);
    assert.deepEqual(await saved(0, 1), [1, 2]);
    await press('Control+s');
    await dirtyTab().waitFor({ state: 'detached' });
    assert.deepEqual(await saved(0, 1), [1, 0]);
  });

  test('many are scored at once in the grid', async () => {
    await press('Home', 'v');
    await view.locator('.grid:not(.hidden)').waitFor();
    await session.page.waitForTimeout(300);
    await press('Shift+ArrowRight', 'Shift+ArrowRight', '2');
    await view.locator('.window-number', { hasText: '3 selected' }).waitFor();
    await press('Control+s');
    await dirtyTab().waitFor({ state: 'detached' });
    assert.deepEqual(await saved(0, 1, 2), [2, 2, 2]);
    await press('Escape', 'v');
  });

  test('what another program writes is shown, and asked about when it clashes', async () => {
    const { scores } = await readTrainingSet(file);
    scores[20] = 0;
    await saveScores(file, scores);
    const zeros = scores.filter((score) => score === 0).length;
    await view
      .locator('.count.score0 .count-number', { hasText: String(zeros) })
      .waitFor({ timeout: 15_000 });
    assert.equal(await dirtyTab().count(), 0);

    await press('Home', '1');
    await dirtyTab().waitFor();
    scores[21] = 0;
    await saveScores(file, scores);
    await view.locator('.note-conflict').waitFor({ timeout: 15_000 });
    await view.locator('.note-conflict vscode-button', { hasText: 'Merge' }).click();
    await view.locator('.note-conflict').waitFor({ state: 'detached' });
    await view.locator('.stage').focus();
    await press('Control+s');
    await dirtyTab().waitFor({ state: 'detached' });
    assert.deepEqual(await saved(0, 20, 21), [1, 0, 0]);
  });

  test('a workbench that is killed loses no score', async () => {
    await press('Home', 'ArrowRight', '0', '0', '1', '2');
    await isAt(6);
    await dirtyTab().waitFor();
    const profile = await session.kill();
    assert.deepEqual(await saved(1, 2, 3, 4), [2, 2, 0, 1]);

    session = await WorkbenchSession.start({ folder: path.dirname(file), settings, profile });
    await openScoring();
    await view.locator('.note-recovered', { hasText: '4 scores recovered' }).waitFor();
    await view.locator('.note-recovered vscode-button').click();
    await view.locator('.note-recovered').waitFor({ state: 'detached' });
    await dirtyTab().waitFor();
    await view.locator('.stage').focus();
    await press('Control+s');
    await dirtyTab().waitFor({ state: 'detached' });
    assert.deepEqual(await saved(1, 2, 3, 4), [0, 0, 1, 2]);
  });

  test('playing, the other direction, bookmarks and going to a window, by keys', async () => {
    await press('Home', 'Space');
    await isAt(3);
    await press('Space');
    // A busy machine takes a while to stop.
    await session.page.waitForTimeout(1000);
    const at = await view.locator('.window-number').innerText();
    await session.page.waitForTimeout(1500);
    assert.equal(await view.locator('.window-number').innerText(), at);
    await press('Alt+a');
    await view.locator('.window-facts', { hasText: 'direction reversed' }).waitFor();
    await press('Alt+a', 'Home', 'b', 'g');
    const input = session.page.locator('.quick-input-widget input');
    await input.waitFor();
    await input.fill('531');
    await session.page
      .locator('.quick-input-widget', { hasText: 'Enter a whole number from 1 to 530' })
      .waitFor();
    await input.fill('412');
    await input.press('Enter');
    await isAt(412);
    await view.locator('.stage').focus();
    await session.page.waitForTimeout(500);
    await session.command('miniML: Next Bookmark');
    await isAt(1);
    await view.locator('.stage').focus();
    await session.page.waitForTimeout(500);
    await press('b');
    assert.equal(await dirtyTab().count(), 0);
  });

  test('the list of keys has them all', async () => {
    await press('Shift+Slash');
    for (const title of ['Score 1: Event', 'Next Unscored Window', 'Undo Score', 'Go to Window'])
      await view.locator('.key-dialog[open] dd', { hasText: title }).first().waitFor();
    await press('Escape');
  });

  test('saving under another name leaves the file as it was', async () => {
    const copy = path.join(path.dirname(file), 'copy.h5');
    await press('Home', '0');
    await dirtyTab().waitFor();
    const before = await saved(0);
    await session.command('File: Save As...');
    const input = session.page.locator('.quick-input-widget input');
    // The dialog puts the present name in, its stem selected.
    await session.page.locator('.quick-input-list .monaco-list-row', { hasText: 'windows.h5' }).waitFor();
    await session.page.keyboard.type('copy');
    await input.press('Enter');
    await session.page.locator('.tab.active', { hasText: 'copy.h5' }).waitFor({ timeout: 30_000 });
    assert.deepEqual(await saved(0), before);
    assert.equal((await readTrainingSet(copy)).scores[0], 0);
  });

  test('what is not to be saved does not come back', async () => {
    file = path.join(path.dirname(file), 'copy.h5');
    await openScoring();
    await press('Home', '2');
    await dirtyTab().waitFor();
    await session.command('View: Close Editor');
    await session.page.locator('.monaco-dialog-box .monaco-button', { hasText: "Don't Save" }).click();
    await session.page.locator('.tab', { hasText: 'copy.h5' }).waitFor({ state: 'detached' });
    await openScoring();
    await press('Home');
    await isAt(1);
    await view.locator('.score-button.score0[aria-pressed=true]').waitFor();
    assert.equal(await view.locator('.note-recovered').count(), 0);
    assert.equal(await dirtyTab().count(), 0);
  });

  test('100,000 windows: opened at once, a key is a picture', async (t) => {
    file = path.join(path.dirname(file), 'large.h5');
    await writeLargeTrainingSet(file, 100_000);
    await session.page.locator('.explorer-folders-view .monaco-list-row', { hasText: 'large.h5' }).waitFor();
    const began = performance.now();
    await session.openFile('large.h5');
    view = session.webview();
    await view.locator('.window-number', { hasText: /of 100\s000/ }).waitFor({ timeout: 60_000 });
    await view.locator('.picture[aria-busy=false]').waitFor({ timeout: 60_000 });
    t.diagnostic(`double click to first picture: ${Math.round(performance.now() - began)} ms`);
    await view.locator('.mix', { hasText: 'clear' }).waitFor({ timeout: 60_000 });
    await view.locator('.stage').focus();
    await session.page.waitForTimeout(500);
    await view.locator('body').evaluate(watchKeys);
    for (let i = 0; i < 100; i++) {
      await press('1');
      await session.page.waitForTimeout(60);
    }
    await isAt(101);
    const { begun, drawn, framed, actions } = await view
      .locator('body')
      .evaluate(() => (globalThis as unknown as { watched: Watched }).watched);
    assert.equal(actions.length, 100);
    assert.ok(drawn.length > 0, 'no picture was there before its action');
    const told = (values: number[]) => {
      const sorted = values.toSorted((x, y) => x - y);
      const at = (share: number) => sorted[Math.floor(sorted.length * share)].toFixed(1);
      return `median ${at(0.5)} ms, p95 ${at(0.95)} ms`;
    };
    t.diagnostic(`key to the page’s turn: ${told(begun)}`);
    t.diagnostic(`key to next picture, drawn: ${told(drawn)} (${drawn.length} of 100 foreseen)`);
    t.diagnostic(`key to the end of its frame: ${told(framed)}`);
    t.diagnostic(`key to score, through the workbench and back: ${told(actions)}`);
    await press('Control+s');
    await dirtyTab().waitFor({ state: 'detached', timeout: 60_000 });
    assert.deepEqual(await saved(0, 99, 100), [1, 1, -1]);
  });

  test('100,000 windows: probabilities come for the window in sight first, with progress, and are kept', async (t) => {
    const began = performance.now();
    await press('Alt+p');
    const told = view.locator('.note-progress');
    await told.filter({ hasText: /of 100\s000 windows, those in sight first/ }).waitFor({ timeout: 60_000 });
    const probability = view.locator('.window-facts', { hasText: /p\s[=<]\s\d/ });
    await probability.waitFor({ timeout: 60_000 });
    t.diagnostic(
      `key to the probability of the window in sight: ${Math.round(performance.now() - began)} ms`,
    );
    if (pictures) await session.page.screenshot({ path: path.join(pictures, 'probabilities.png') });
    // Hidden and shown again: what was predicted is there at once.
    await press('Alt+p');
    await told.waitFor({ state: 'detached', timeout: 30_000 });
    const again = performance.now();
    await press('Alt+p');
    await probability.waitFor({ timeout: 5000 });
    t.diagnostic(`shown again after ${Math.round(performance.now() - again)} ms`);
    await press('Alt+p');
    await told.waitFor({ state: 'detached', timeout: 30_000 });
  });

  const pictures = process.env['MINIML_PICTURES'];
  test('pictures', { skip: pictures ? false : 'MINIML_PICTURES names no folder' }, async () => {
    mkdirSync(pictures!, { recursive: true });
    await session.page.screenshot({ path: path.join(pictures!, 'scoring-workbench.png') });
  });
});
