import path from 'node:path';
import * as vscode from 'vscode';
import { MODEL_REQUESTS, type ModelNotices, type ModelRequests } from '../../common/api/views/model';
import type { Engine } from '../engine/engine';
import { showPage } from '../webviews/page';
import { serveWebview } from '../webviews/serve';
import { isInUse, onModelSetting, useModel } from './use-model';

export interface ModelViewServices {
  engine: Engine;
  extension: vscode.Uri;
  onFailed(thrown: unknown): void;
}

/** Binds a panel to a model: its layers, its training, and its actions. */
export function bindModelView(
  panel: vscode.WebviewPanel,
  model: vscode.Uri,
  { engine, extension, onFailed }: ModelViewServices,
): vscode.Disposable {
  const served = serveWebview<ModelRequests, ModelNotices>(
    panel.webview,
    MODEL_REQUESTS,
    {
      async page() {
        const { card, ...report } = await engine.request('model', { path: model.fsPath });
        return {
          ...report,
          name: path.basename(model.fsPath),
          hasCard: card !== null,
          inUse: isInUse(model),
        };
      },
      run: async ({ action }) => {
        if (action === 'useModel') await useModel(model, engine);
        else if (action === 'openCard') await openCard(model);
        else await vscode.commands.executeCommand('miniml.evaluateModel', model);
      },
    },
    onFailed,
  );
  showPage(panel.webview, extension, 'model', path.basename(model.fsPath));
  const listening = onModelSetting(() => served.notify('inUse', isInUse(model)));
  return vscode.Disposable.from(served, listening);
}

/** Opens the card beside a model in the Markdown preview. */
export function openCard(model: vscode.Uri): Thenable<unknown> {
  const card = model.with({ path: model.path.replace(/\.[^./]+$/, '.md') });
  return vscode.commands.executeCommand('markdown.showPreview', card);
}
