import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { FrameLocator } from 'playwright-core';
import { baseModelPath } from '../../src/engine/files/model-path';
import { Random } from '../../src/engine/signal/random';
import { eventually } from '../support/eventually';
import { temporaryFolder } from '../support/folder';
import { provisionWorkbench } from '../support/workbench/provision';
import { WorkbenchSession } from '../support/workbench/session';
import { writeAbf } from '../support/write-abf';

const workbench = provisionWorkbench();
const reason =
  typeof workbench === 'string' ? workbench : baseModelPath() ? false : 'the base model is not here';

/** Where a picture and the times go that somebody wants to look at. */
const pictures = process.env['MINIML_PICTURES'];

const RATE_HZ = 50_000;
const MINUTES = 20;
const PA_PER_COUNT = 0.01;

/** One second of noise with events, as counts; the recording repeats it. */
function oneSecond(): Int16Array {
  const random = new Random(11);
  const pA = Float64Array.from({ length: RATE_HZ }, () => 3 * random.normal());
  for (const at of [0.11, 0.29, 0.34, 0.61, 0.83])
    for (let i = Math.round(at * RATE_HZ), t = 0; t < 0.012; i++, t += 1 / RATE_HZ)
      pA[i] -= 30 * (Math.exp(-t / 0.0012) - Math.exp(-t / 0.00015));
  return Int16Array.from(pA, (value) => Math.round(value / PA_PER_COUNT));
}

/** What the page notes, in milliseconds. */
interface Scrolling {
  /** Between frames in which the view was moving. */
  frames: number[];
  /** From the last key until events and probability were on the screen. */
  stops: number[];
}

/** Runs in the page. */
function watchScrolling(): void {
  const scrolling: Scrolling = { frames: [], stops: [] };
  const plot = document.querySelector('.plot')!;
  const isShown = () => plot.getAttribute('aria-label')!.includes('before a detection');
  let pressed = Number.NaN;
  let waiting = false;
  window.addEventListener(
    'keydown',
    ({ timeStamp }) => {
      pressed = timeStamp;
      waiting = true;
    },
    true,
  );
  new MutationObserver(() => {
    if (!waiting || !isShown()) return;
    const since = pressed;
    // A message is taken up when the frame is done.
    requestAnimationFrame(() => {
      const done = new MessageChannel();
      done.port1.onmessage = () => {
        if (since !== pressed) return;
        waiting = false;
        scrolling.stops.push(performance.now() - since);
      };
      done.port2.postMessage(null);
    });
  }).observe(plot, { attributes: true, attributeFilter: ['aria-label'] });
  let last = performance.now();
  const onFrame = (now: number) => {
    if (now - pressed < 100) scrolling.frames.push(now - last);
    last = now;
    requestAnimationFrame(onFrame);
  };
  requestAnimationFrame(onFrame);
  Object.assign(globalThis, { scrolling });
}

describe('events appear as a recording is scrolled, before a detection, in a real workbench', {
  skip: reason,
  timeout: 600_000,
}, () => {
  const folder = mkdtempSync(path.join(temporaryFolder(), 's-'));
  let session: WorkbenchSession;
  let view: FrameLocator;

  before(async () => {
    const second = oneSecond();
    writeAbf(path.join(folder, 'cell.abf'), {
      rateHz: RATE_HZ,
      channels: [{ name: 'I_mon', unit: 'pA', scale: PA_PER_COUNT }],
      sweeps: [MINUTES * 60 * RATE_HZ],
      stored: (from, to) => Int16Array.from({ length: to - from }, (_, i) => second[(from + i) % RATE_HZ]),
    });
    mkdirSync(path.join(folder, '.vscode'));
    writeFileSync(path.join(folder, '.vscode/settings.json'), '{ "miniml.backend": "cpu" }');
    session = await WorkbenchSession.start({ folder });
  });
  after(async () => {
    await session?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const label = async () => (await view.locator('.plot').first().getAttribute('aria-label')) ?? '';

  test('wherever the view comes to rest, its events are there', async (t) => {
    await session.openFile('cell.abf');
    view = await session.webviewWith('.plot');
    await eventually(async () => assert.match(await label(), /0:20:00, .*\spA$/), 120_000);
    await view.locator('.plot').first().focus();
    // To a second or so: twenty minutes, a hundredth of them eight times.
    for (let i = 0; i < 14; i++) await session.page.keyboard.press('=');
    await eventually(async () => assert.match(await label(), /, \d events before a detection/), 120_000);

    const body = view.locator('body');
    await body.evaluate(watchScrolling);
    for (let stop = 0; stop < 10; stop++) {
      for (let i = 0; i < 12; i++) {
        await session.page.keyboard.press(stop % 2 === 0 ? 'ArrowRight' : 'PageDown');
        await session.page.waitForTimeout(16);
      }
      await eventually(async () => assert.match(await label(), /, [3-9] events before a detection/), 60_000);
    }
    if (pictures) {
      mkdirSync(pictures, { recursive: true });
      await session.page.screenshot({ path: path.join(pictures, 'scrolling.png') });
    }
    const seen = await body.evaluate(() => (globalThis as unknown as { scrolling: Scrolling }).scrolling);
    assert.ok(seen.stops.length >= 8, `${seen.stops.length} stops`);
    t.diagnostic(`from the last key to the events on the screen: ${spread(seen.stops)}`);
    t.diagnostic(`between frames while it moves: ${spread(seen.frames)}`);
    if (pictures) writeFileSync(path.join(pictures, 'scrolling.json'), JSON.stringify(seen));
  });
});

function spread(ms: readonly number[]): string {
  const sorted = [...ms].sort((a, b) => a - b);
  const at = (share: number) => Math.round(sorted[Math.floor(share * (sorted.length - 1))]);
  return `median ${at(0.5)} ms, 95 % within ${at(0.95)} ms, ${sorted.length} in all`;
}
