import { mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { projectRoot } from '../test/support/project';
import { WorkbenchSession } from '../test/support/workbench/session';
import { animatedGif, type Frame } from './animated-gif';
import { probabilitiesOf, sampleFolder } from './sample-folder';

const OUT = path.join(projectRoot, 'media/animation.gif');
/** The Marketplace and GitHub show it about as wide. */
const SIZE = { width: 1000, height: 620 };
const LARGEST_bytes = 2_000_000;

/** A window without what is not about recordings. */
const settings = {
  'workbench.colorTheme': 'Dark Modern',
  'workbench.activityBar.location': 'hidden',
  'workbench.layoutControl.enabled': false,
  'workbench.editor.editorActionsLocation': 'hidden',
  'window.menuBarVisibility': 'hidden',
  'breadcrumbs.enabled': false,
  'files.autoSave': 'off',
};

interface Film {
  session: WorkbenchSession;
  /** Takes a picture that is shown so long. */
  take(shown_ms: number): Promise<void>;
  /** Says beside the tabs what happens. */
  caption(text: string): Promise<void>;
}

/**
 * From a recording to events and scores, in the order that a newcomer does it. The pictures are taken when what they
 * show is there, however long that took, and are shown as long as it takes to see it.
 *
 * @param folder where each picture is kept as well
 */
export async function takeAnimation(folder?: string): Promise<void> {
  // So that events and noise are among the doubtful windows.
  const files = sampleFolder('threshold_high=8', 'threshold_mid=3.7');
  const probabilities = probabilitiesOf(path.join(files, 'windows.h5'));
  const session = await WorkbenchSession.start({ folder: files, settings, viewport: SIZE });
  const pictures: { png: Buffer; shown_ms: number }[] = [];
  const film: Film = {
    session,
    async take(shown_ms) {
      pictures.push({ png: await session.page.screenshot(), shown_ms });
    },
    caption: (text) => showCaption(session.page, text),
  };
  let frames: Frame[];
  try {
    await detecting(film);
    await scoring(film, probabilities);
    frames = [];
    for (const { png, shown_ms } of pictures)
      frames.push({ pixels: await pixelsOf(session.page, png), shown_ms });
  } catch (error) {
    if (folder) keep(folder, [...pictures, { png: await session.page.screenshot() }]);
    throw error;
  } finally {
    await session.stop();
    rmSync(files, { recursive: true, force: true });
  }
  if (folder) keep(folder, pictures);
  writeFileSync(OUT, animatedGif(frames, SIZE.width, SIZE.height));
  const { size } = statSync(OUT);
  console.log(`${path.relative(projectRoot, OUT)}: ${frames.length} pictures, ${(size / 1e6).toFixed(2)} MB`);
  if (size > LARGEST_bytes)
    throw new Error(`The animation is larger than ${LARGEST_bytes / 1e6} MB. Take fewer pictures.`);
}

async function detecting({ session, take, caption }: Film): Promise<void> {
  const { page } = session;
  await session.openFile('cell7.h5');
  const view = session.webview();
  await view.locator('canvas').first().waitFor();
  await caption('Open a recording');
  await settled(page);
  await take(1600);
  await toggleSideBar(session);
  await caption('Detect events');
  await session.command('miniML: Detect Events');
  await view
    .getByText(/[1-9]\d* events/)
    .filter({ visible: true })
    .first()
    .waitFor({ timeout: 240_000 });
  await settled(page);
  await take(2400);
  await clickMiddle(session);
  for (const [key, meaning] of [
    ['n', 'n   next event'],
    ['n', 'n   next event'],
    ['+', '+   closer'],
    ['+', '+   closer'],
    ['+', '+   closer'],
    ['n', 'n   next event'],
    ['n', 'n   next event'],
  ] as const) {
    await page.keyboard.press(key);
    await caption(meaning);
    await settled(page);
    await take(key === 'n' ? 1000 : 450);
  }
  await toggleSideBar(session);
}

async function scoring({ session, take, caption }: Film, probabilities: readonly number[]): Promise<void> {
  const { page } = session;
  await session.openFile('windows.h5');
  const view = session.webview();
  await view.locator('canvas').first().waitFor();
  await toggleSideBar(session);
  // The doubtful windows of an extraction wait to be scored, where the view asks whether they do.
  const note = view.getByRole('button', { name: 'Not Scored Yet' });
  await settled(page);
  if ((await note.count()) > 0) await note.click();
  await clickMiddle(session);
  await page.keyboard.press('u');
  await caption('Score windows by key');
  await settled(page);
  await take(1800);
  for (let left = 6; left > 0; left--) {
    // As somebody who agrees with the base model.
    const number = await view
      .getByText(/^\d+ of \d+$/)
      .first()
      .innerText();
    const isEvent = probabilities[Number.parseInt(number, 10) - 1] >= 0.5;
    await caption(isEvent ? '1   an event' : '0   no event');
    await take(700);
    await page.keyboard.press(isEvent ? '1' : '0');
    await caption('');
    await settled(page);
    await take(left > 1 ? 400 : 1600);
  }
}

/** Gives the keyboard to the view, and takes the mouse out of it. */
async function clickMiddle(session: WorkbenchSession): Promise<void> {
  await session.webview().locator('canvas').first().click();
  await session.page.mouse.move(SIZE.width / 2, SIZE.height - 4);
  await settled(session.page);
}

async function toggleSideBar({ page }: WorkbenchSession): Promise<void> {
  await page.keyboard.press('Control+b');
  await settled(page);
}

/** Plots are drawn in the frame after a key, the words around them a little later. */
async function settled(page: Page): Promise<void> {
  await page.waitForTimeout(1200);
}

async function showCaption(page: Page, text: string): Promise<void> {
  await page.evaluate((words) => {
    const id = 'animation-caption';
    let label = document.getElementById(id);
    if (!label) {
      label = document.createElement('div');
      label.id = id;
      Object.assign(label.style, {
        position: 'fixed',
        left: '62%',
        top: '7px',
        transform: 'translateX(-50%)',
        padding: '3px 14px',
        borderRadius: '6px',
        background: '#0078d4',
        color: '#ffffff',
        font: '600 17px sans-serif',
        whiteSpace: 'pre',
        pointerEvents: 'none',
        zIndex: '100000',
      });
      document.body.append(label);
    }
    label.textContent = words;
    label.hidden = words === '';
  }, text);
}

/** The pixels of a PNG, RGBA, as the browser that took it reads it. */
async function pixelsOf(page: Page, png: Buffer): Promise<Uint8ClampedArray> {
  const base64 = await page.evaluate(async (text) => {
    const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
    const image = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
    const canvas = new OffscreenCanvas(image.width, image.height);
    const context = canvas.getContext('2d')!;
    context.drawImage(image, 0, 0);
    const { data } = context.getImageData(0, 0, image.width, image.height);
    let letters = '';
    for (let i = 0; i < data.length; i += 0x8000)
      letters += String.fromCharCode(...data.subarray(i, i + 0x8000));
    return btoa(letters);
  }, png.toString('base64'));
  return new Uint8ClampedArray(Buffer.from(base64, 'base64'));
}

function keep(folder: string, pictures: readonly { png: Buffer }[]): void {
  mkdirSync(folder, { recursive: true });
  pictures.forEach(({ png }, i) => {
    writeFileSync(path.join(folder, `${String(i + 1).padStart(2, '0')}.png`), png);
  });
}
