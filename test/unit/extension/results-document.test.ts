import assert from 'node:assert/strict';
import { copyFileSync, mkdtempSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { UserError } from '../../../src/common/errors';
import { readResults } from '../../../src/engine/results/read-h5';
import type { Engine } from '../../../src/extension/engine/engine';
import { ResultsDocument } from '../../../src/extension/results/results-document';
import { editsHost, journalsIn } from '../../support/edits-host';
import { temporaryFolder } from '../../support/folder';
import { inProcessEngine } from '../../support/in-process-engine';
import { someResults } from '../../webview/support/some-results';

const temporary = temporaryFolder();

/** Results before an engine that ends under the next requests for what follows from edits. */
async function opened() {
  const file = await someResults(temporary);
  const journals = mkdtempSync(path.join(temporary, 'j-'));
  const there = inProcessEngine();
  const ends = { left: 0 };
  const engine: Engine = {
    ...there,
    request(method, request, options) {
      if (method === 'editedResults' && ends.left > 0) {
        ends.left--;
        return Promise.reject(new UserError('The engine ended unexpectedly (SIGKILL).'));
      }
      return there.request(method, request, options);
    },
  };
  const document = new ResultsDocument(file, { engine, ...editsHost(journals), tellExports: () => {} });
  await document.edits.opened;
  const shown = () => {
    const snapshot = document.snapshot();
    return snapshot.kind === 'ready' ? snapshot.tables.statistics.events : snapshot;
  };
  return { document, file, journals, ends, shown };
}

test('an edit under which the engine ends is shown by the next one', async () => {
  const { document, ends, shown } = await opened();
  ends.left = 1;
  await document.edit({ kind: 'delete', locations: [2000] });
  assert.equal(shown(), 3);
  assert.equal(ends.left, 0);
  document.dispose();
});

test('an edit of events that the file does not have changes nothing', async () => {
  const { document, shown } = await opened();
  const before = shown();
  await document.edit({ kind: 'delete', locations: [2001, 1e9] });
  assert.deepEqual([shown(), document.edits.unsaved], [before, 0]);
  document.dispose();
});

test('where no engine stays, the reason is shown; the edit is kept, shown on request and saved', async () => {
  const { document, file, journals, ends, shown } = await opened();
  ends.left = 2;
  await document.edit({ kind: 'delete', locations: [2000] });
  assert.deepEqual(shown(), {
    kind: 'failed',
    name: 'some_results.h5',
    message: 'The engine ended unexpectedly (SIGKILL).',
  });
  assert.equal(document.edits.unsaved, 1);
  assert.equal(journalsIn(journals).length, 1);
  await document.edits.actions.retry();
  assert.equal(shown(), 3);
  await document.edits.save();
  assert.deepEqual(
    (await readResults(file)).deleted.events.map(({ location }) => location),
    [2000],
  );
  document.dispose();
});

test('compared with a file of the same name, the other is told by its folder', async () => {
  const { document, file } = await opened();
  const other = path.join(mkdtempSync(path.join(temporary, 'day-')), path.basename(file));
  copyFileSync(file, other);
  await document.compare(other);
  const name = () => {
    const snapshot = document.snapshot();
    return snapshot.kind === 'ready' ? snapshot.comparison?.name : snapshot.kind;
  };
  assert.equal(name(), path.join(path.basename(path.dirname(other)), path.basename(file)));
  copyFileSync(file, path.join(path.dirname(file), 'again.h5'));
  await document.compare(path.join(path.dirname(file), 'again.h5'));
  assert.equal(name(), 'again.h5');
  document.dispose();
});
