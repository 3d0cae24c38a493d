import assert from 'node:assert/strict';
import path from 'node:path';
import { after, describe, test } from 'node:test';
import type { ModelReport } from '../../src/common/api/engine/engine-api';
import type { ModelNotices, ModelPage, ModelRequests } from '../../src/common/api/views/model';
import { inProcessEngine } from '../support/in-process-engine';
import { projectRoot } from '../support/project';
import { stilled } from './support/settled';
import { closeBrowser, openView, type TestView, type ViewOptions, withoutBrowser } from './support/view';

after(closeBrowser);

interface ModelBench {
  view: TestView<ModelNotices>;
  ran: string[];
}

/** The model view before a real model, as the engine reads it. */
async function openModel(
  file: string,
  changes: Partial<ModelPage> = {},
  options: ViewOptions = {},
): Promise<ModelBench> {
  const ran: string[] = [];
  const view = await openView<ModelRequests, ModelNotices>(
    'model',
    {
      async page() {
        const report: ModelReport = await inProcessEngine().request('model', { path: file });
        const { card, ...rest } = report;
        return { ...rest, name: path.basename(file), hasCard: card !== null, inUse: false, ...changes };
      },
      run: ({ action }) => void ran.push(action),
    },
    options,
  );
  await view.page.locator('h1, [role=alert]').first().waitFor();
  return { view, ran };
}

const base = path.join(projectRoot, 'models/base.h5');
const keras = (name: string) => path.join(projectRoot, 'test/fixtures/keras', name);
const curves: ModelPage['history'] = Array.from({ length: 20 }, (_, i) => ({
  epoch: i + 1,
  fold: 1,
  loss: 0.6 * 0.85 ** i,
  accuracy: 1 - 0.4 * 0.85 ** i,
  validation_loss: 0.2 + 0.003 * (i - 11) ** 2,
  validation_accuracy: 0.95 - 0.003 * Math.abs(i - 11),
  seconds: 0.4,
}));

describe('the model view', { skip: withoutBrowser }, () => {
  test('says what a model is used with, and that it is in use', async () => {
    const { view } = await openModel(base, { use: { win_size: '15 ms', training_direction: 'positive' } });
    const rows = view.page.locator('h2:text-is("Used with") + dl');
    assert.deepEqual(await rows.locator('dd').allInnerTexts(), ['15 ms', 'positive']);
    const inUse = view.page.locator('vscode-button', { hasText: 'In Use' });
    assert.equal(await inUse.count(), 0);
    await view.notify('inUse', true);
    await inUse.waitFor();
    await view.close();
  });

  test('says what the base model is, layer by layer', async () => {
    const { view, ran } = await openModel(base);
    const { page } = view;
    assert.equal(await page.locator('h1').innerText(), 'base.h5');
    assert.match(await page.locator('.summary').innerText(), /Keras.*parameters, windows of 600 samples\./);
    const kinds = await page.locator('tbody tr td:nth-child(2)').allInnerTexts();
    assert.ok(
      kinds.some((kind) => /conv/i.test(kind)) && kinds.some((kind) => /lstm/i.test(kind)),
      String(kinds),
    );
    for (const [button, action] of [
      ['Use This Model', 'useModel'],
      ['Evaluate', 'evaluate'],
      ['Model Card', 'openCard'],
    ] as const) {
      await page.locator('vscode-button', { hasText: button }).click();
      assert.equal(ran.at(-1), action);
    }
    assert.deepEqual(view.complaints, []);
    await view.close();
  });

  test('shows how it was trained where the file says it, and no card where there is none', async () => {
    const { view } = await openModel(base, { history: curves, best_epoch: 12, hasCard: false });
    const { page } = view;
    await page.locator('h2', { hasText: 'Trained for 20 epochs, best epoch 12' }).waitFor();
    assert.match((await page.locator('canvas').first().getAttribute('aria-label'))!, /loss after epoch 20/i);
    assert.equal(await page.locator('vscode-button', { hasText: 'Model Card' }).count(), 0);
    await view.close();
  });

  test('models of Keras 2 and 3 without a history have layers alone', async () => {
    for (const name of ['keras2.h5', 'convolutions.keras']) {
      const { view } = await openModel(keras(name));
      assert.ok((await view.page.locator('tbody tr').count()) > 1, name);
      assert.equal(await view.page.locator('canvas').count(), 0, name);
      assert.deepEqual(view.complaints, []);
      await view.close();
    }
  });

  test('a file that cannot be read is a sentence', async () => {
    const { view } = await openModel(path.join(projectRoot, 'package.json'));
    assert.match(await view.page.locator('[role=alert]').innerText(), /^[^:]*package\.json.*/);
    assert.equal(await view.page.locator('h1').count(), 0);
    await view.close();
  });

  test('nothing is cut off in a narrow editor', async () => {
    const { view } = await openModel(base, { history: curves, best_epoch: 12 }, { width: 420 });
    const beyond = await view.page.evaluate(
      () => document.scrollingElement!.scrollWidth - document.scrollingElement!.clientWidth,
    );
    assert.equal(beyond, 0);
    await view.close();
  });

  const pictures = process.env['MINIML_PICTURES'];
  test('pictures', { skip: pictures ? false : 'MINIML_PICTURES names no folder' }, async () => {
    for (const theme of ['dark', 'light', 'highContrast'] as const)
      for (const width of [1400, 500]) {
        const { view } = await openModel(base, { history: curves, best_epoch: 12 }, { theme, width });
        await stilled(view.page);
        await view.page.screenshot({ path: path.join(pictures!, `model-${theme}-${width}.png`) });
        await view.close();
      }
  });
});
