import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after } from 'node:test';

/** A fresh folder, with a space and letters beyond ASCII in its name, removed when the tests are through. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(path.join(realpathSync(tmpdir()), 'miniml tésts-'));
  after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
