import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { type LanguageClient, startLanguageServer } from '../../support/language-client';

describe('the language server for parameter files', () => {
  let client: LanguageClient;
  let folder: string;
  before(async () => {
    client = await startLanguageServer();
    folder = mkdtempSync(path.join(os.tmpdir(), 'miniml-ls-'));
  });
  after(() => {
    client.close();
    rmSync(folder, { recursive: true });
  });
  const file = (name: string) => path.join(folder, `${name}.miniml.json`);
  const codes = async (uri: string, version?: number) =>
    (await client.diagnostics(uri, version)).map(({ code }) => code).sort();
  const at = (line: number, character: number) => ({ line, character });

  test('says nothing of a right file', async () => {
    assert.deepEqual(await codes(client.open(file('right'), '{ "win_size": 600 }')), []);
  });

  test('60,000 unknown names take less than two seconds of processor time, the protocol included', async () => {
    const members = Array.from({ length: 60_000 }, (_, i) => `"unknown_name_${i}": ${i}`);
    const begun = process.cpuUsage();
    const found = await client.diagnostics(client.open(file('many'), `{ ${members.join(', ')} }`));
    const { user, system } = process.cpuUsage(begun);
    assert.ok(found.length > 0);
    const took_s = (user + system) / 1e6;
    assert.ok(took_s < 2, `${took_s} s, ${found.length} diagnostics`);
  });

  test('answers to broken JSON, and again when it is mended', async () => {
    const uri = client.open(file('broken'), '{ "win_size": ');
    assert.ok((await codes(uri)).includes('json'));
    client.change(uri, 2, '{ "win_size": 600 }');
    assert.deepEqual(await codes(uri, 2), []);
  });

  test('finds each mistake where it stands', async () => {
    const uri = client.open(
      file('mistakes'),
      '{\n  "win_sise": 600,\n  "model_threshold": 2,\n  "stride": 200,\n  "window_size": 700,\n  "gradient_convolve_win": 0\n}',
    );
    const found = await client.diagnostics(uri);
    const lines = Object.fromEntries(found.map(({ code, range }) => [`${code}:${range.start.line}`, true]));
    for (const expected of [
      'unknown-name:1',
      'out-of-range:2',
      'stride-too-wide:3',
      'alias:4',
      'out-of-range:5',
    ])
      assert.ok(lines[expected], `${expected} in ${Object.keys(lines)}`);
  });

  test('a quick fix replaces the misspelt name', async () => {
    const uri = client.open(file('fix'), '{ "win_sise": 600 }');
    await client.diagnostics(uri);
    const actions = await client.request<
      { title: string; edit: { changes: Record<string, { newText: string }[]> } }[]
    >('textDocument/codeAction', {
      textDocument: { uri },
      range: { start: at(0, 4), end: at(0, 4) },
      context: { diagnostics: [] },
    });
    assert.equal(actions[0]?.title, 'Change to win_size');
    assert.equal(actions[0].edit.changes[uri]?.[0]?.newText, '"win_size"');
  });

  test('a model that is not there is missed, and the one beside it offered', async () => {
    const uri = client.open(file('model'), '{ "model_path": "nowhere.h5" }');
    const found = await client.diagnostics(uri);
    assert.deepEqual(
      found.map(({ code }) => code),
      ['model-missing'],
    );
    assert.match(found[0].message, /nowhere\.h5/);
  });

  test('completes names with their values, and leaves out what is given', async () => {
    const uri = client.open(file('complete'), '{\n  "win_size": 600,\n  \n}');
    const items = await client.request<{ label: string; textEdit: { newText: string } }[]>(
      'textDocument/completion',
      { textDocument: { uri }, position: at(2, 2) },
    );
    const labels = items.map(({ label }) => label);
    assert.ok(labels.includes('event_direction'));
    assert.ok(!labels.includes('win_size'));
    const direction = items.find(({ label }) => label === 'event_direction')!;
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the placeholder of a snippet
    assert.equal(direction.textEdit.newText, '"event_direction": "${1|negative,positive,both|}"');
  });

  test('completes the values of a choice', async () => {
    const uri = client.open(file('choice'), '{ "event_direction": "" }');
    const items = await client.request<{ label: string }[]>('textDocument/completion', {
      textDocument: { uri },
      position: at(0, 22),
    });
    assert.deepEqual(
      items.map(({ label }) => label),
      ['"negative"', '"positive"', '"both"'],
    );
  });

  test('hover explains a parameter and what its value means', async () => {
    const uri = client.open(file('hover'), '{ "win_size": 600, "sampling": 50000 }');
    const hover = await client.request<{ contents: { value: string } }>('textDocument/hover', {
      textDocument: { uri },
      position: at(0, 5),
    });
    assert.match(hover.contents.value, /\*\*win_size\*\* = 12 ms/);
    assert.match(hover.contents.value, /window_size/);
  });

  test('inlay hints give durations, factors and cut-offs', async () => {
    const uri = client.open(
      file('hints'),
      '{ "sampling": 50000, "win_size": 3000, "resample_to_600": true, "convolve_win": 0, "filter_factor": 20 }',
    );
    const hints = await client.request<{ label: string }[]>('textDocument/inlayHint', {
      textDocument: { uri },
      range: { start: at(0, 0), end: at(1, 0) },
    });
    assert.deepEqual(
      hints.map(({ label }) => label),
      ['= 60 ms', '= factor 0.2', '= low-pass at 1.67 kHz'],
    );
  });

  test('rename changes a model in every open parameter file, and no key to what is no parameter', async () => {
    const one = client.open(file('one'), '{ "model_path": "models/a.h5" }');
    const two = client.open(file('two'), '{ "model_path": "./models/a.h5" }');
    const { changes } = await client.request<{ changes: Record<string, { newText: string }[]> }>(
      'textDocument/rename',
      { textDocument: { uri: one }, position: at(0, 20), newName: 'models/b.h5' },
    );
    assert.equal(changes[one]?.[0]?.newText, '"models/b.h5"');
    assert.equal(changes[two]?.[0]?.newText, '"models/b.h5"');
    await assert.rejects(
      client.request('textDocument/rename', {
        textDocument: { uri: one },
        position: at(0, 5),
        newName: 'modelpath',
      }),
      /model_path/,
    );
  });

  test('formats, links and goes to the model; lenses offer what can be done', async () => {
    const uri = client.open(file('rest'), '{"model_path":"a.h5"}');
    const edits = await client.request<unknown[]>('textDocument/formatting', {
      textDocument: { uri },
      options: { tabSize: 2, insertSpaces: true },
    });
    assert.ok(edits.length > 0);
    const links = await client.request<{ target: string }[]>('textDocument/documentLink', {
      textDocument: { uri },
    });
    assert.match(links[0].target, /a\.h5$/);
    const definition = await client.request<{ uri: string }>('textDocument/definition', {
      textDocument: { uri },
      position: at(0, 16),
    });
    assert.match(definition.uri, /a\.h5$/);
    const lenses = await client.request<{ command: { command: string } }[]>('textDocument/codeLens', {
      textDocument: { uri },
    });
    assert.deepEqual(
      lenses.map(({ command }) => command.command),
      ['miniml.detectWithParameters', 'miniml.trainWithParameters', 'miniml.previewParameters'],
    );
  });

  test('what cannot be as it is can be left to miniML', async () => {
    const uri = client.open(file('null'), '{ "gradient_convolve_win": 0 }');
    const [zero] = await client.diagnostics(uri);
    assert.equal(zero?.code, 'out-of-range');
    const actions = await client.request<
      { title: string; edit: { changes: Record<string, { newText: string }[]> } }[]
    >('textDocument/codeAction', {
      textDocument: { uri },
      range: zero.range,
      context: { diagnostics: [] },
    });
    assert.equal(actions[0]?.title, 'Change to null: twice convolve_win');
    assert.equal(actions[0].edit.changes[uri]?.[0]?.newText, 'null');
  });

  test('paths complete with the models and recordings around the file', async () => {
    mkdirSync(path.join(folder, 'models'));
    for (const name of ['models/fast cells.h5', 'cell.abf', 'notes.txt'])
      writeFileSync(path.join(folder, name), '');
    const labels = async (key: string) => {
      const uri = client.open(file(`paths-${key}`), `{ "${key}": "" }`);
      const items = await client.request<{ label: string }[]>('textDocument/completion', {
        textDocument: { uri },
        position: at(0, key.length + 7),
      });
      return items.map(({ label }) => label);
    };
    assert.deepEqual(await labels('model_path'), ['"models/fast cells.h5"', 'null']);
    assert.deepEqual(await labels('recording'), ['"cell.abf"', '"models/fast cells.h5"', 'null']);
  });

  test('a text that was never saved is answered too', async () => {
    const uri = client.openUntitled('{ "win_sise": 600, "model_path": "a.h5" }');
    assert.deepEqual(await codes(uri), ['unknown-name']);
  });

  test('a model that appears takes its complaint away', async () => {
    const uri = client.open(file('later'), '{ "model_path": "late.h5" }');
    assert.deepEqual(await codes(uri), ['model-missing']);
    writeFileSync(path.join(folder, 'late.h5'), 'no model');
    const again = client.nextDiagnostics(uri);
    client.filesChanged();
    assert.deepEqual(
      (await again).map(({ code }) => code),
      ['model-unusable'],
    );
  });
});
