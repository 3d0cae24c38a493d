import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { FrameLocator } from 'playwright-core';
import { baseModelPath } from '../../src/engine/files/model-path';
import { readResults } from '../../src/engine/results/read-h5';
import { Random } from '../../src/engine/signal/random';
import { eventually } from '../support/eventually';
import { temporaryFolder } from '../support/folder';
import { syntheticTrace } from '../support/synthetic-trace';
import { provisionWorkbench } from '../support/workbench/provision';
import { WorkbenchSession } from '../support/workbench/session';
import { writeAbf } from '../support/write-abf';
import { busyRecording } from '../webview/support/recorded-results';

const workbench = provisionWorkbench();
const ROUNDS = Number(process.env['MINIML_CLOSINGS'] ?? 0);
const skip =
  ROUNDS === 0
    ? 'MINIML_CLOSINGS=50 runs it, half an hour; detections-interrupted.test.ts has each case once'
    : typeof workbench === 'string'
      ? workbench
      : baseModelPath() === undefined && 'no base model';

const ENDINGS = ['tab closed', 'window reloaded', 'workbench killed'] as const;

describe('tabs closed, windows reloaded and workbenches killed', { skip, timeout: 7_200_000 }, () => {
  const folder = mkdtempSync(path.join(temporaryFolder(), 'o-'));
  const random = new Random(5);
  let session: WorkbenchSession;
  let view: FrameLocator;
  let locations: number[];

  /** The kept detection: its events, and when it was written. */
  async function kept(): Promise<{ locations: number[]; written_ms: number }> {
    const storage = path.join(session.server.folder, 'data/User/globalStorage/miniml.miniml/detections');
    const [file, ...others] = readdirSync(storage)
      .filter((name) => name.endsWith('.h5') && !name.startsWith('.'))
      .map((name) => path.join(storage, name));
    assert.ok(file !== undefined && others.length === 0, `${others.length + (file ? 1 : 0)} kept`);
    const { detection } = await readResults(file);
    return {
      locations: detection.events.map(({ location }) => location),
      written_ms: statSync(file).mtimeMs,
    };
  }

  async function show(): Promise<void> {
    await session.openFile('cell.abf');
    view = await session.webviewWith('.plot');
  }

  async function end(how: (typeof ENDINGS)[number]): Promise<void> {
    if (how === 'tab closed') await session.command('View: Close All Editors');
    else if (how === 'window reloaded') await session.reloadWindow();
    else session = await WorkbenchSession.start({ folder, profile: await session.kill() });
    await show();
  }

  /** How many events the view counts. */
  async function shown(): Promise<number> {
    const counts = view.locator('.counts', { hasText: /^\d+ events/ });
    await counts.waitFor({ timeout: 120_000 });
    return Number(/^\d+/.exec(await counts.innerText())![0]);
  }

  before(async () => {
    const { samples, rateHz, ...trace } = syntheticTrace(busyRecording);
    writeAbf(path.join(folder, 'cell.abf'), {
      rateHz,
      channels: [{ name: 'I_mon', unit: 'pA' }],
      sweeps: [samples],
      format: 'float32',
      stored: (from, to) => Float32Array.from(trace.read(from, to)),
    });
    session = await WorkbenchSession.start({ folder });
    await show();
    await session.command('miniML: Detect Events');
    await shown();
    await eventually(async () => ({ locations } = await kept()), 60_000);
    assert.ok(locations.length > 20, `${locations.length} events`);
  });
  after(() => session?.stop());

  test(`${ROUNDS} of them, during and after a detection, lose no event`, async (t) => {
    const counts = new Map<string, number>();
    for (let round = 0; round < ROUNDS; round++) {
      const how = ENDINGS[round % ENDINGS.length];
      const during = Math.floor(round / ENDINGS.length) % 2 === 0;
      const begun_ms = Date.now();
      if (during) {
        // An engine that has predicted these windows would not do it again.
        await session.command('miniML: Restart Engine');
        await session.command('miniML: Detect Events');
        await view.locator('.detection-progress').waitFor({ timeout: 60_000 });
        await session.page.waitForTimeout(random.uniform(0, 4000));
      }
      await end(how);
      if (during)
        await eventually(
          async () => assert.ok((await kept()).written_ms > begun_ms, 'not detected again'),
          240_000,
        );
      await view.locator('.detection-progress').waitFor({ state: 'detached', timeout: 60_000 });
      const name = `${how} ${during ? 'during' : 'after'} a detection`;
      assert.deepEqual((await kept()).locations, locations, `round ${round + 1}, ${name}`);
      assert.equal(await shown(), locations.length, `round ${round + 1}, ${name}`);
      counts.set(name, (counts.get(name) ?? 0) + 1);
      t.diagnostic(`${round + 1}: ${name}, ${locations.length} of ${locations.length} events`);
    }
    t.diagnostic([...counts].map(([name, times]) => `${times} × ${name}`).join(', '));
  });
});
