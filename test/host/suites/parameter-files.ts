import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { baseModelPath } from '../../../src/engine/files/model-path';
import { parameterLayer } from '../../../src/engine/parameter-files/file';
import { createEngine, type Engine } from '../../../src/extension/engine/engine';
import type { EngineService } from '../../../src/extension/engine/service';
import { interruptedDetections } from '../../../src/extension/recordings/interrupted-detections';
import { keptStorage } from '../../../src/extension/recordings/kept-storage';
import { createDocuments } from '../../../src/extension/recordings/open-recordings';
import { resolvedFor } from '../../../src/extension/settings';
import { shared, withoutShared } from '../../support/shared';

const MODEL = baseModelPath() ?? (withoutShared ? undefined : shared('models', 'GC_lstm_model.h5'));

const folder = vscode.workspace.workspaceFolders![0].uri.fsPath;
const inFolder = (name: string) => path.join(folder, name);

/** Asks until there is an answer. */
async function until<T>(
  what: string,
  ask: () => T | undefined | Promise<T | undefined>,
): Promise<NonNullable<T>> {
  for (const end = Date.now() + 30_000; Date.now() < end; ) {
    const answer = await ask();
    if (answer) return answer;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`no ${what} within 30 seconds`);
}

async function show(name: string, text: string): Promise<vscode.TextDocument> {
  writeFileSync(inFolder(name), text);
  const document = await vscode.workspace.openTextDocument(inFolder(name));
  await vscode.window.showTextDocument(document);
  return document;
}

function placeOf(document: vscode.TextDocument, text: string): vscode.Position {
  return document.positionAt(document.getText().indexOf(text) + 1);
}

function codesOf(document: vscode.TextDocument): string[] {
  return vscode.languages.getDiagnostics(document.uri).map(({ code }) => String(code));
}

const ask = <T>(command: string, ...args: unknown[]) =>
  vscode.commands.executeCommand<T>(`vscode.execute${command}`, ...args);

describe('parameter files in the editor', () => {
  let document: vscode.TextDocument;
  before(async () => {
    document = await show(
      'wrong.miniml.json',
      '{\n  "win_sise": 600,\n  "threshold": 0.6,\n  "model_path": "nowhere.h5",\n  "sampling": 50000, "convolve_win": 20\n}\n',
    );
    await until('diagnostics', () => codesOf(document).length > 0);
  });

  it('have a language of their own', () => {
    assert.equal(document.languageId, 'miniml-parameters');
  });

  it('say what is wrong with them', () => {
    assert.deepEqual(codesOf(document).sort(), ['alias', 'model-missing', 'unknown-name']);
  });

  it('explain, derive and link what stands in them', async () => {
    const hovers = await ask<vscode.Hover[]>(
      'HoverProvider',
      document.uri,
      placeOf(document, 'convolve_win'),
    );
    const [content] = hovers.flatMap(({ contents }) => contents) as vscode.MarkdownString[];
    assert.match(content!.value, /\*\*convolve_win\*\*/);
    assert.match(content!.value, /Hann window/);
    const lenses = await ask<vscode.CodeLens[]>('CodeLensProvider', document.uri, 10);
    assert.deepEqual(
      lenses.map(({ command }) => command?.title.replace(/^\$\([^)]*\) /, '')),
      ['Detect', 'Train', 'Preview'],
    );
    const links = await ask<vscode.DocumentLink[]>('LinkProvider', document.uri, 10);
    assert.ok(links.some(({ target }) => target?.fsPath === inFolder('nowhere.h5')));
    const [definition] = await ask<vscode.Location[]>(
      'DefinitionProvider',
      document.uri,
      placeOf(document, 'nowhere'),
    );
    assert.equal(definition?.uri.fsPath, inFolder('nowhere.h5'));
  });

  it('complete', async () => {
    const list = await ask<vscode.CompletionList>(
      'CompletionItemProvider',
      document.uri,
      placeOf(document, 'sampling'),
    );
    const labels = list.items.map(({ label }) => (typeof label === 'string' ? label : label.label));
    assert.ok(labels.includes('event_direction'), labels.join());
    assert.ok(!labels.includes('convolve_win'), 'what is given is left out');
  });

  it('are mended by the fix that is offered', async () => {
    const at = placeOf(document, 'win_sise');
    const actions = await ask<vscode.CodeAction[]>(
      'CodeActionProvider',
      document.uri,
      new vscode.Range(at, at),
    );
    const fix = actions.find(({ title }) => title === 'Change to win_size');
    assert.ok(fix?.edit, actions.map(({ title }) => title).join());
    await vscode.workspace.applyEdit(fix.edit);
    await until('answer to the mended text', () => !codesOf(document).includes('unknown-name'));
  });

  it('say what their values mean', async () => {
    const whole = new vscode.Range(0, 0, document.lineCount, 0);
    const hints = await until('hint', async () => {
      const found = await ask<vscode.InlayHint[]>('InlayHintProvider', document.uri, whole);
      return found.length > 0 ? found : undefined;
    });
    const labels = hints.map(({ label }) => label);
    // Without a recording there is no rate to derive from, unless the text says one.
    assert.ok(labels.includes('= 12 ms'), labels.join());
  });

  it('are renamed and formatted', async () => {
    const edit = await ask<vscode.WorkspaceEdit>(
      'DocumentRenameProvider',
      document.uri,
      placeOf(document, 'nowhere'),
      'models/own.h5',
    );
    assert.equal(edit.get(document.uri)[0]?.newText, '"models/own.h5"');
    const edits = await ask<vscode.TextEdit[]>('FormatDocumentProvider', document.uri, {
      tabSize: 2,
      insertSpaces: true,
    });
    assert.ok(edits.length > 0, 'two members on a line are set apart');
  });
});

describe('the values of parameters', () => {
  const recording = vscode.Uri.file(inFolder('precedence.abf'));
  const set = (value: number | undefined, target: vscode.ConfigurationTarget) =>
    vscode.workspace.getConfiguration('miniml', recording).update('win_size', value, target);
  const used = () => {
    const { values, origins } = resolvedFor(recording);
    return [values.win_size, origins.win_size.kind];
  };
  const { Global, Workspace, WorkspaceFolder } = vscode.ConfigurationTarget;
  after(async () => {
    for (const target of [WorkspaceFolder, Workspace, Global]) await set(undefined, target);
  });

  it('come from the parameter file before folder, workspace, user and defaults', async () => {
    assert.deepEqual(used(), [600, 'default']);
    await set(700, Global);
    assert.deepEqual(used(), [700, 'user']);
    await set(800, Workspace);
    assert.deepEqual(used(), [800, 'workspace']);
    await set(900, WorkspaceFolder);
    assert.deepEqual(used(), [900, 'folder']);
    const document = await show('precedence.miniml.json', '{ "win_size": 1000 }');
    assert.deepEqual(used(), [1000, 'parameter file']);
    const unsaved = new vscode.WorkspaceEdit();
    unsaved.replace(document.uri, new vscode.Range(0, 14, 0, 18), '1100');
    await vscode.workspace.applyEdit(unsaved);
    assert.deepEqual(used(), [1100, 'parameter file'], 'as it stands in the editor');
  });
});

describe('a parameter file for a recording', () => {
  const recording = inFolder('cell 7.h5');
  const parameterFile = inFolder('cell 7.miniml.json');
  const script = path.join(vscode.extensions.getExtension('miniml.miniml')!.extensionPath, 'dist/miniml.js');
  let engine: Engine;
  before(() => {
    execFileSync(
      process.execPath,
      [script, 'simulate', '--out', recording, '--duration', '10', '--frequency', '3', '--snr', '8'],
      {
        env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
      },
    );
    engine = createEngine({ script, log: () => {}, onStarted: () => {}, onCrashed: () => {} });
  });
  after(() => engine.dispose());

  it('starts with what the recording suggests', async () => {
    await vscode.commands.executeCommand('miniml.newParameterFile', vscode.Uri.file(recording));
    const { document } = vscode.window.activeTextEditor!;
    assert.equal(document.uri.fsPath, parameterFile);
    const { values } = parameterLayer(document.getText(), parameterFile);
    assert.equal(values.recording, recording);
    assert.equal(values.event_direction, 'negative');
    // Simulated events decay in about 1.1 ms, 55 samples; a window holds several of these.
    const window = Number(values.win_size);
    assert.ok(window > 200 && window < 1200, `win_size ${values.win_size}`);
    await until('its inlay hints', async () => {
      const hints = await ask<vscode.InlayHint[]>(
        'InlayHintProvider',
        document.uri,
        new vscode.Range(0, 0, 99, 0),
      );
      return hints.some(({ label }) => /^= [\d.]+ ms$/.test(String(label)));
    });
    const serious = vscode.languages.getDiagnostics(document.uri).filter(({ severity }) => severity < 2);
    assert.deepEqual(serious, []);
  });

  it('decides the detection, whose results carry it and give it back', async function () {
    if (!MODEL) return this.skip();
    this.timeout(180_000);
    const chosen = { win_size: 650, model_threshold: 0.8, stride: 32, model_path: MODEL };
    writeFileSync(inFolder('strict.miniml.json'), JSON.stringify({ ...chosen, recording: 'cell 7.h5' }));
    const memory = new Map<string, unknown>();
    const documents = createDocuments({
      service: { engine, log: { warn: assert.fail } as unknown as vscode.LogOutputChannel } as EngineService,
      memory: {
        keys: () => [...memory.keys()],
        get: (key: string, otherwise?: unknown) => memory.get(key) ?? otherwise,
        update: async (key: string, value: unknown) => void memory.set(key, value),
      } as vscode.Memento,
      storage: inFolder('tensorflow'),
      kept: keptStorage(inFolder('storage'), assert.fail),
      interrupted: interruptedDetections(inFolder('running'), []),
    });
    await documents.chooseParameterFile(recording, inFolder('strict.miniml.json'));
    const document = await documents.acquire(vscode.Uri.file(recording));
    await document.opened;
    const snapshot = document.snapshot();
    assert.ok(snapshot.kind === 'ready');
    assert.deepEqual(snapshot.detection.summary.at(-1), ['Parameters', 'strict.miniml.json']);
    const detection = await document.detect(document.initialChoice());
    assert.ok(detection, String(document.failureOfDetection));
    assert.ok(detection.events.location.length > 5, `${detection.events.location.length} events`);

    const files = await document.exportResults(detection, folder, false);
    const results = files.find((file) => file.endsWith('.h5'))!;
    const { parameters } = await engine.request('resultParameters', { path: results });
    for (const [name, value] of Object.entries(chosen))
      assert.equal(parameters[name as keyof typeof chosen], value, name);
    documents.release(document);

    await vscode.commands.executeCommand('miniml.reopenWithResultParameters', vscode.Uri.file(results));
    const again = results.replace(/\.h5$/, '.miniml.json');
    assert.ok(existsSync(again));
    const text = (await vscode.workspace.openTextDocument(again)).getText();
    const { values } = parameterLayer(text, again);
    for (const [name, value] of Object.entries({ ...chosen, recording }))
      assert.equal(values[name as keyof typeof chosen], value, name);
    const { input } = vscode.window.tabGroups.activeTabGroup.activeTab!;
    assert.ok(input instanceof vscode.TabInputCustom);
    assert.equal(input.uri.fsPath, recording, 'and the recording is open');
  });
});
