import path from 'node:path';
import * as vscode from 'vscode';
import { CancelledError } from '../../common/errors';
import { count } from '../../common/text/numbers';
import { recordingExtensions } from '../manifest/editors';
import { RECORDINGS_VIEW } from '../manifest/side-bar';
import type { RunningDetections } from '../recordings/running-detections';
import { type ListedRecording, needsDetection, rowOf } from './listed-recording';
import { type ListServices, listRecordings, type RecordingList } from './recording-list';
import { folderItem, recordingItem } from './tree-items';

export interface RecordingsViewServices extends Omit<ListServices, 'kept'> {
  kept: ListServices['kept'] & { onKept(listener: () => void): vscode.Disposable };
  running: Pick<RunningDetections, 'progressIn' | 'onChange'>;
  onFailed(thrown: unknown): void;
}

/** Files are often written one after the other, and progress comes many times a second. */
const SETTLED_MS = 500;
/** With more recordings, folders start out closed. */
const MOST_OPEN = 100;

/**
 * The recordings of the workspace in the side bar. Nothing is searched before the view is visible for the first time,
 * nor while it is hidden. An element is the URI of a recording or a folder, which commands get as from the Explorer.
 */
export class RecordingsView implements vscode.TreeDataProvider<vscode.Uri> {
  readonly #services: RecordingsViewServices;
  readonly #changed = new vscode.EventEmitter<vscode.Uri[] | undefined>();
  readonly onDidChangeTreeData = this.#changed.event;
  readonly #view: vscode.TreeView<vscode.Uri>;
  readonly #subscriptions: vscode.Disposable[];
  /** VS Code knows an element by its identity. */
  readonly #elements = new Map<string, vscode.Uri>();
  #shown = new Map<string, ListedRecording>();
  /** The names of the first list are shown. */
  #first: Promise<void> | undefined;
  #outdated = false;
  #listing = new AbortController();
  #refreshTimer: NodeJS.Timeout | undefined;
  #progressTimer: NodeJS.Timeout | undefined;

  constructor(services: RecordingsViewServices) {
    this.#services = services;
    const options = { treeDataProvider: this, canSelectMany: true, showCollapseAll: true };
    this.#view = vscode.window.createTreeView(RECORDINGS_VIEW, options);
    const later = () => this.#later();
    this.#subscriptions = [
      this.#view,
      this.#changed,
      this.#view.onDidChangeVisibility(() => {
        if (this.#outdated) this.#later();
      }),
      ...watchers(later),
      services.kept.onKept(later),
      services.running.onChange(() => this.#runningChanged()),
      vscode.workspace.onDidChangeWorkspaceFolders(later),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('miniml')) later();
      }),
    ];
  }

  getTreeItem(uri: vscode.Uri): vscode.TreeItem {
    const recording = this.#shown.get(uri.fsPath);
    return recording
      ? recordingItem(uri, rowOf(recording))
      : folderItem(uri, this.#filesIn(uri.fsPath).length, this.#shown.size <= MOST_OPEN);
  }

  async getChildren(parent?: vscode.Uri): Promise<vscode.Uri[]> {
    // The states follow.
    this.#first ??= new Promise((resolve) => void this.refresh(resolve).finally(resolve));
    await this.#first;
    const files = parent ? this.#filesIn(parent.fsPath) : this.#topLevel();
    return files.map((file) => this.#elementOf(file));
  }

  /** @param named called once the names are shown */
  async refresh(named: () => void = () => {}): Promise<void> {
    this.#listing.abort();
    this.#listing = new AbortController();
    this.#outdated = false;
    const { signal } = this.#listing;
    const show = (list: RecordingList) => {
      if (!signal.aborted) this.#show(list);
      named();
    };
    try {
      await listRecordings(rootFolders(), this.#services, show, signal);
    } catch (thrown) {
      if (!(thrown instanceof CancelledError)) this.#services.onFailed(thrown);
    }
  }

  dispose(): void {
    clearTimeout(this.#refreshTimer);
    clearTimeout(this.#progressTimer);
    this.#listing.abort();
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  #show({ recordings, truncated }: RecordingList): void {
    const { running } = this.#services;
    this.#shown = new Map(
      recordings.map((facts) => [facts.file, { ...facts, running: running.progressIn(facts.file) }]),
    );
    const all = [...this.#shown.values()];
    const open = all.filter(needsDetection).length;
    this.#view.description = all.length === 0 ? '' : `${all.length}, ${open} to detect`;
    this.#view.message = truncated ? `The first ${count(all.length, 'recording')}. There may be more.` : '';
    this.#changed.fire(undefined);
  }

  /** Recordings, or their folders if they do not all lie in the one that is open. */
  #topLevel(): string[] {
    const files = [...this.#shown.keys()];
    const folders = [...new Set(files.map((file) => path.dirname(file)))];
    const roots = rootFolders();
    return roots.length === 1 && folders.length === 1 && folders[0] === roots[0] ? files : folders;
  }

  #filesIn(folder: string): string[] {
    return [...this.#shown.keys()].filter((file) => path.dirname(file) === folder);
  }

  #elementOf(file: string): vscode.Uri {
    const element = this.#elements.get(file) ?? vscode.Uri.file(file);
    this.#elements.set(file, element);
    return element;
  }

  #later(): void {
    if (this.#first === undefined) return;
    this.#outdated = true;
    clearTimeout(this.#refreshTimer);
    if (this.#view.visible) this.#refreshTimer = setTimeout(() => void this.refresh(), SETTLED_MS);
  }

  #runningChanged(): void {
    if (this.#first === undefined) return;
    this.#progressTimer ??= setTimeout(() => {
      this.#progressTimer = undefined;
      const { running } = this.#services;
      const others = [...this.#shown.values()].filter((one) => one.running !== running.progressIn(one.file));
      for (const one of others) one.running = running.progressIn(one.file);
      if (others.length > 0) this.#changed.fire(others.map(({ file }) => this.#elementOf(file)));
    }, SETTLED_MS);
  }
}

function rootFolders(): string[] {
  return (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri.fsPath);
}

/** Of recordings, of results beside them, and of parameter files, which make detections stale. */
function watchers(later: () => void): vscode.Disposable[] {
  const endings = recordingExtensions.flatMap((extension) => [extension, extension.toUpperCase()]);
  return [`**/*.{${endings.join(',')}}`, '**/*.miniml.json'].flatMap((pattern) => {
    const watcher = vscode.workspace.createFileSystemWatcher(pattern);
    return [watcher, watcher.onDidCreate(later), watcher.onDidChange(later), watcher.onDidDelete(later)];
  });
}
