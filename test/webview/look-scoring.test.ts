import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { temporaryFolder } from '../support/folder';
import { shared } from '../support/shared';
import { openScoring } from './support/scoring-host';
import { closeBrowser } from './support/view';

const [file, size, themes, steps] = JSON.parse(process.env.LOOK!);
test('look', { timeout: 120000 }, async () => {
  mkdirSync('/tmp/look-s', { recursive: true });
  const folder = temporaryFolder();
  for (const theme of themes) {
    const copy = path.join(folder, `${theme}.h5`);
    copyFileSync(file.startsWith('/') ? file : shared('training', file), copy);
    const { view, document, edits } = await openScoring(copy, path.join(folder, 'j'), { theme, width: size[0], height: size[1], model: shared('models', 'GC_lstm_model.h5') });
    await view.page.waitForTimeout(700);
    let n = 0;
    for (const step of steps as string[]) {
      if (step === 'shot') { await view.page.waitForTimeout(400); await view.page.screenshot({ path: `/tmp/look-s/${theme}-${size[0]}-${n++}.png` }); }
      else if (step.startsWith('wait')) await view.page.waitForTimeout(+step.slice(5));
      else if (step.startsWith('click')) await view.page.click(step.slice(6));
      else if (step.startsWith('drag')) { const [, a, b, c, d] = step.split(' ').map(Number); await view.page.mouse.move(a!, b!); await view.page.mouse.down(); await view.page.mouse.move(c!, d!, { steps: 5 }); await view.page.mouse.up(); }
      else if (step.startsWith('compare')) await document.compare(step.slice(8));
      else { await view.notify('action', step as never); await view.page.waitForTimeout(30); }
    }
    console.log(theme, view.complaints, edits.length);
    await view.close();
  }
  await closeBrowser();
});
