import { existsSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { CancelledError, UserError } from '../../common/errors';
import { PARAMETER_FILE_EXTENSION } from '../../common/parameters/document';
import { parameterFileText } from '../../common/parameters/edit';
import { defaultParameters, type WrittenParameters } from '../../common/parameters/parameters';
import type { Resolved } from '../../common/parameters/resolve';
import { count } from '../../common/text/numbers';
import { openOptionsOf } from '../../common/traces/recipe';
import { recordingOf } from '../../engine/parameter-files/file';
import type { Engine } from '../engine/engine';
import { recordingExtensions } from '../manifest/editors';
import type { ParameterFileCommandId } from '../manifest/parameter-file-commands';
import { PARAMETER_LANGUAGE } from '../manifest/parameter-files';
import { columnForFile } from '../tour/column';
import { markDone } from '../tour/done';
import { layerOf, parameterFileBeside } from './layer';
import { showParameters } from './show-parameters';

export interface ParameterFileServices {
  engine: Engine;
  /** The recording of the active view. */
  activeRecording(): string | undefined;
  /**
   * Parameters of a file with their sources.
   *
   * @throws UserError
   */
  resolved(file: string): Resolved;
  /** Sets the parameter file of a recording. */
  chooseParameterFile(recording: string, parameterFile: string): Promise<void>;
}

type Handlers = Record<ParameterFileCommandId, (clicked?: vscode.Uri | string) => unknown>;

export function parameterFileHandlers(services: ParameterFileServices): Handlers {
  const { engine } = services;

  async function recording(clicked?: vscode.Uri | string): Promise<string> {
    const file = uriOf(clicked)?.fsPath ?? services.activeRecording() ?? (await recordingInEditor());
    if (file !== undefined) return file;
    const picked = await vscode.window.showOpenDialog({
      title: 'Recording',
      openLabel: 'Choose',
      filters: { Recordings: [...recordingExtensions, 'csv', 'txt'] },
    });
    if (!picked?.[0]) throw new CancelledError();
    return picked[0].fsPath;
  }

  /** The recording of a parameter file, which is set as its parameter file. */
  async function recordingOfParameters(clicked?: vscode.Uri | string): Promise<vscode.Uri> {
    const document = await parameterDocument(clicked);
    if (document.isDirty) await document.save();
    const layer = layerOf(document.uri.fsPath);
    const values: WrittenParameters = { ...defaultParameters(), ...layer?.values };
    const file = await recordingOf(values, document.uri.fsPath);
    if (file === undefined)
      throw new UserError(
        `${path.basename(document.uri.fsPath)} names no recording. Add "recording" with its path.`,
      );
    if (!existsSync(file))
      throw new UserError(`There is no recording ${file}. Check "recording" in the parameter file.`);
    await services.chooseParameterFile(file, document.uri.fsPath);
    return vscode.Uri.file(file);
  }

  return {
    async 'miniml.newParameterFile'(clicked) {
      const file = await recording(clicked);
      const target = parameterFileBeside(file);
      if (!existsSync(target)) {
        const text = await suggestedText(engine, file, services.resolved(file).values);
        await vscode.workspace.fs.writeFile(vscode.Uri.file(target), Buffer.from(text));
        markDone('window');
      }
      await vscode.window.showTextDocument(vscode.Uri.file(target), { viewColumn: columnForFile() });
    },
    async 'miniml.showParameters'(clicked) {
      const file = await recording(clicked);
      await showParameters(file, services.resolved(file));
    },
    async 'miniml.detectWithParameters'(clicked) {
      const file = await recordingOfParameters(clicked);
      await vscode.commands.executeCommand('miniml.detectEvents', file);
    },
    async 'miniml.trainWithParameters'(clicked) {
      const document = await parameterDocument(clicked);
      if (document.isDirty) await document.save();
      await vscode.commands.executeCommand('miniml.trainModel', document.uri);
    },
    async 'miniml.previewParameters'(clicked) {
      await vscode.commands.executeCommand('vscode.open', await recordingOfParameters(clicked));
    },
    async 'miniml.reopenWithResultParameters'(clicked) {
      const results = uriOf(clicked) ?? activeFile();
      if (!results) throw new UserError('Choose a results file in the Explorer first.');
      await reopenLike(results.fsPath, services);
    },
  };
}

/** Writes the parameters of results beside them, and opens their recording with these. */
async function reopenLike(
  results: string,
  { engine, chooseParameterFile }: ParameterFileServices,
): Promise<void> {
  const { parameters, recording: source } = await engine.request('resultParameters', {
    path: results,
  });
  const target = path.join(path.dirname(results), path.parse(results).name + PARAMETER_FILE_EXTENSION);
  const found = [source, path.join(path.dirname(results), path.basename(source))].find(
    (file) => file !== '' && existsSync(file),
  );
  if (!existsSync(target)) {
    // A missing recording is named anyway: the file then shows that it is missing.
    const named = found ?? source;
    const values = { ...parameters, ...(named && { recording: relative(target, named) }) };
    const text = parameterFileText(values, {
      heading: `The parameters that ${path.basename(results)} was made with.`,
      always: ['recording', 'win_size', 'event_direction', 'model_threshold'],
    });
    await vscode.workspace.fs.writeFile(vscode.Uri.file(target), Buffer.from(text));
  }
  await vscode.window.showTextDocument(vscode.Uri.file(target), { viewColumn: vscode.ViewColumn.Beside });
  if (found) {
    await chooseParameterFile(found, target);
    await vscode.commands.executeCommand('vscode.open', vscode.Uri.file(found));
  }
}

/** Text of a new parameter file for a recording, with values suggested by its events and facts missing in its file. */
async function suggestedText(engine: Engine, file: string, current: WrittenParameters): Promise<string> {
  const info = await engine.request('info', { path: file, open: openOptionsOf(current) });
  if (info.kind !== 'recording') throw new UserError(`${path.basename(file)} is not a recording.`);
  const { channel } = current;
  const recipe = { path: file, parameters: { ...current, sweep: null } };
  const suggestion = info.rate_hz === null ? null : await engine.request('suggest', { recipe });
  const values: Partial<WrittenParameters> = {
    recording: path.basename(file),
    ...(info.channels.length > 1 && { channel }),
    // What nobody said is not invented: the checks of the file ask for it.
    ...(info.rate_hz === null && current.sampling !== null && { sampling: current.sampling }),
    ...(info.channels[channel]?.unit === '' &&
      current.unit !== null && { scaling: current.scaling, unit: current.unit }),
    win_size: suggestion?.win_size ?? current.win_size,
    event_direction: suggestion?.direction ?? current.event_direction,
    model_threshold: current.model_threshold,
    convolve_win: current.convolve_win,
  };
  const found = suggestion
    ? `${count(suggestion.events, 'clear event')} in the parts that were looked at, which decay in about ${(1000 * suggestion.decay_s).toPrecision(2)} ms.`
    : 'No clear events found. Check win_size and event_direction.';
  return parameterFileText(values, {
    heading: `Parameters of ${path.basename(file)}. ${found}`,
    always: Object.keys(values) as (keyof WrittenParameters)[],
  });
}

/** Recording of the parameter file in the active editor. */
async function recordingInEditor(): Promise<string | undefined> {
  const document = vscode.window.activeTextEditor?.document;
  if (document?.languageId !== PARAMETER_LANGUAGE) return undefined;
  return recordingOf(
    { ...defaultParameters(), ...layerOf(document.uri.fsPath)?.values },
    document.uri.fsPath,
  );
}

async function parameterDocument(clicked?: vscode.Uri | string): Promise<vscode.TextDocument> {
  const uri = uriOf(clicked);
  const document = uri
    ? await vscode.workspace.openTextDocument(uri)
    : vscode.window.activeTextEditor?.document;
  if (document?.languageId !== PARAMETER_LANGUAGE)
    throw new UserError('Open a parameter file (*.miniml.json) first.');
  return document;
}

/** Menus give a URI, code lenses a URI as text. */
function uriOf(clicked?: vscode.Uri | string): vscode.Uri | undefined {
  return typeof clicked === 'string' ? vscode.Uri.parse(clicked) : clicked;
}

function activeFile(): vscode.Uri | undefined {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  return input instanceof vscode.TabInputCustom ? input.uri : undefined;
}

function relative(from: string, to: string): string {
  return path.relative(path.dirname(from), to).split(path.sep).join('/');
}
