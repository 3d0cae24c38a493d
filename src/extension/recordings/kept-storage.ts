import { type FSWatcher, mkdirSync, rmSync, watch } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import type { KeptStore } from '../../common/api/engine/kept';
import { createListeners } from '../../common/listeners';
import { showLife } from '../../engine/files/process-life';
import { shownFile } from '../../engine/files/shown-file';
import type { SettingId } from '../manifest/settings';

/** Where detections are kept, as this window takes part in it. All windows of the user share one store. */
export interface KeptStorage extends vscode.Disposable {
  store(): KeptStore;
  /** Where the overviews of long recordings are kept, so that the second opening shows all of it at once. */
  readonly overviews: KeptStore;
  /** Which kept detections a recording shows: they are not removed for want of space. */
  shown(recording: string, ids: readonly string[]): void;
  /** A window has kept something under this path. */
  onKept(listener: (file: string) => void): vscode.Disposable;
}

const MEGABYTE = 1e6;

/** Some twenty recordings of eight hours; an overview that is gone is only built anew. */
const OVERVIEWS_MB = 500;

/** @param storage folder of the extension for all workspaces */
export function keptStorage(storage: string, log: (line: string) => void): KeptStorage {
  const folder = path.join(storage, 'detections');
  const listeners = createListeners<string>();
  const shown = new Map<string, readonly string[]>();
  const file = shownFile(folder);
  let stopShowing: (() => void) | undefined;
  let writing: Promise<unknown> = Promise.resolve();
  let watching: FSWatcher | undefined;
  try {
    mkdirSync(folder, { recursive: true });
    watching = watch(folder, (_event, name) => {
      if (name?.endsWith('.h5') && !name.startsWith('.')) listeners.notify(path.join(folder, name));
    });
    watching.on('error', () => {});
  } catch (thrown) {
    log(`Detections of other windows are not seen: ${thrown}`);
  }
  return {
    overviews: { folder: path.join(storage, 'overviews'), limit_bytes: OVERVIEWS_MB * MEGABYTE },
    store: () => ({
      folder,
      limit_bytes:
        vscode.workspace.getConfiguration().get<number>('miniml.keptDetections' satisfies SettingId)! *
        MEGABYTE,
    }),
    shown(recording, ids) {
      if (ids.length === 0) shown.delete(recording);
      else shown.set(recording, ids);
      stopShowing ??= showLife(folder);
      const names = [...shown.values()].flat().map((id) => path.basename(id));
      writing = writing.then(() => writeFile(file, JSON.stringify(names))).catch(() => {});
    },
    onKept: (listener) => listeners.add(listener),
    dispose() {
      watching?.close();
      listeners.clear();
      rmSync(file, { force: true });
      stopShowing?.();
    },
  };
}
