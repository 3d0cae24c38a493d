import * as vscode from 'vscode';
import type { TraceChoice } from '../../common/api/views/trace';
import {
  TUNING_REQUESTS,
  type TuningAction,
  type TuningFocus,
  type TuningNotices,
  type TuningRequests,
  type TuningSnapshot,
} from '../../common/api/views/tuning';
import { messageOf, UserError } from '../../common/errors';
import type { Engine } from '../engine/engine';
import { tuningKeys } from '../key-list';
import type { ActiveView, FileView } from '../recordings/active-view';
import type { Documents } from '../recordings/open-recordings';
import type { RecordingDocument } from '../recordings/recording-document';
import { computing } from '../settings';
import type { Active } from '../webviews/active';
import { followPanel } from '../webviews/bind-document-view';
import { showPage } from '../webviews/page';
import { serveWebview } from '../webviews/serve';
import { viewHandlers } from './handlers';
import { placesOf, targetLabel } from './parameter-target';
import { createParameterWriter } from './parameter-writer';
import { createWorks, type TuningHost } from './tuning-host';

export interface TuningPanelServices {
  engine: Engine;
  documents: Documents;
  extension: vscode.Uri;
  activeTrace: ActiveView;
  activeTuning: Active<TuningPanelView>;
  detect(document: RecordingDocument, choice: TraceChoice): Promise<void>;
  onFailed(thrown: unknown): void;
}

/** The tuning panel, for commands. */
export interface TuningPanelView {
  focus: TuningFocus;
  act(action: TuningAction): void;
}

/** A recording to tune parameters on, and its visible segment if a view shows it. */
type Shown = Pick<FileView, 'document'> & Partial<Pick<FileView, 'choice' | 'stretch'>>;

/**
 * The single tuning panel, beside the trace. It tunes the recording that was shown when it was opened, in the channel
 * and sweep that its trace editor shows now.
 */
export interface TuningPanels extends vscode.Disposable {
  /**
   * @param column column for a new panel
   * @throws UserError when no recording is visible and no panel is open
   */
  show(shown: Shown | undefined, column?: vscode.ViewColumn): Promise<void>;
}

/** A trace being tuned, and its visible segment. */
interface Subject {
  uri: vscode.Uri;
  document: RecordingDocument;
  choice: TraceChoice;
  stretch: { from: number; to: number };
  times: number;
}

export function createTuningPanels(services: TuningPanelServices): TuningPanels {
  let open: ReturnType<typeof openTuningPanel> | undefined;
  let times = 0;
  return {
    async show(shown, column = vscode.ViewColumn.Beside) {
      if (!shown) {
        if (!open) throw new UserError('Parameters are tuned on a recording. Open one first.');
        open.panel.reveal();
        return;
      }
      const uri = vscode.Uri.file(shown.document.file);
      const document = await services.documents.acquire(uri);
      const choice = shown.choice ?? document.initialChoice();
      const subject = {
        uri,
        document,
        choice,
        stretch: shown.stretch ?? wholeOf(document, choice),
        times: ++times,
      };
      if (open) {
        open.about(subject);
        open.panel.reveal();
        return;
      }
      const opened = openTuningPanel(subject, column, services);
      open = opened;
      opened.panel.onDidDispose(() => {
        open = undefined;
      });
    },
    dispose: () => open?.panel.dispose(),
  };
}

/** Follows the panel's subject: one recording at a time, in the channel and sweep of its trace editor. */
function followSubject(
  first: Subject,
  { documents, activeTrace }: TuningPanelServices,
  { onChange, onLeave }: { onChange(): void; onLeave(): void },
) {
  let subject = first;
  const listen = ({ document }: Subject) =>
    document.onChange((change) => {
      if (change === 'snapshot') onChange();
    });
  let listening = listen(first);
  const following = activeTrace.onChange((trace) => {
    const choice = trace?.document === subject.document ? trace.choice : undefined;
    if (!choice || (choice.channel === subject.choice.channel && choice.sweep === subject.choice.sweep))
      return;
    onLeave();
    subject = { ...subject, choice };
    onChange();
  });

  function leave(): void {
    onLeave();
    listening.dispose();
    documents.release(subject.document);
  }

  return {
    get current() {
      return subject;
    },
    change(next: Subject): void {
      leave();
      subject = next;
      listening = listen(next);
    },
    dispose(): void {
      following.dispose();
      leave();
    },
  };
}

function openTuningPanel(first: Subject, column: vscode.ViewColumn, services: TuningPanelServices) {
  const { engine, documents, extension, activeTuning, onFailed } = services;
  const panel = vscode.window.createWebviewPanel('miniml.tuning', '', column);
  const works = createWorks((work, progress) => served.notify('progress', { work, progress }));
  const written = createParameterWriter();
  const tell = () => {
    if (panel.visible) served.notify('snapshot', snapshotOf(subject.current, host, documents));
  };
  const subject = followSubject(first, services, { onChange: tell, onLeave: () => works.cancelAll() });
  const host: TuningHost = {
    engine,
    document: () => subject.current.document,
    choice: () => subject.current.choice,
    recipe(patch = {}) {
      const recipe = subject.current.document.recipe(subject.current.choice);
      return { ...recipe, parameters: { ...recipe.parameters, ...patch } };
    },
    parameters: (patch = {}) => ({
      ...subject.current.document.parameters(),
      ...subject.current.choice,
      ...patch,
    }),
    computing,
    work: works.work,
  };
  const served = serveWebview<TuningRequests, TuningNotices>(
    panel.webview,
    TUNING_REQUESTS,
    {
      ...viewHandlers(host),
      snapshot: () => snapshotOf(subject.current, host, documents),
      async use({ patch, place, detect }) {
        const { uri, document, choice } = subject.current;
        const parameterFile = documents.parameterFileOf(uri.fsPath);
        const rate_hz = document.recordingInfo!.rate_hz!;
        const done = await written.use({ recording: uri, parameterFile, rate_hz }, patch, place);
        if (detect)
          document
            .endDetection()
            .then(() => services.detect(document, choice))
            .catch(onFailed);
        return done;
      },
      undo: () => written.undo(),
      showWritten: () => written.show(),
      cancel: ({ work }) => works.cancel(work),
      async showTrace() {
        await vscode.commands.executeCommand('vscode.open', subject.current.uri);
      },
      focus({ area }) {
        view.focus = area;
        activeTuning.refresh(view);
      },
    },
    onFailed,
  );
  const view: TuningPanelView = {
    focus: 'none',
    act: (action) => served.notify('action', action),
  };

  function about(next: Subject): void {
    subject.change(next);
    panel.title = `Tune ${next.document.name}`;
    tell();
  }

  panel.onDidDispose(() => {
    for (const own of [followed, subject, served]) own.dispose();
  });
  panel.title = `Tune ${first.document.name}`;
  showPage(panel.webview, extension, 'tuning', panel.title);
  const followed = followPanel(panel, activeTuning, view);
  return { panel, about };
}

function snapshotOf(
  { uri, document, choice, stretch, times }: Subject,
  host: TuningHost,
  documents: Documents,
): TuningSnapshot {
  const { name } = document;
  const shown = document.snapshot();
  const failed = (message: string): TuningSnapshot => ({ kind: 'failed', name, message });
  if (shown.kind === 'failed') return failed(shown.message);
  if (shown.kind === 'opening') return failed(`${name} is being opened.`);
  if (shown.info.rate_hz === null)
    return failed(`Enter the sampling rate of ${name} in its trace editor first.`);
  try {
    return {
      kind: 'ready',
      name,
      file: document.file,
      info: shown.info,
      choice,
      rate_hz: shown.info.rate_hz,
      unit: shown.info.channels[choice.channel].unit,
      samples: wholeOf(document, choice).to,
      excluded: shown.excluded,
      parameters: host.parameters(),
      targets: placesOf(uri, documents.parameterFileOf(uri.fsPath)).map(({ place, target }) => ({
        place,
        label: targetLabel(target),
      })),
      asked: { ...stretch, times },
      keys: tuningKeys,
    };
  } catch (thrown) {
    return failed(messageOf(thrown));
  }
}

function wholeOf({ recordingInfo }: RecordingDocument, { sweep }: TraceChoice): { from: number; to: number } {
  const samples = recordingInfo?.samples ?? [];
  return { from: 0, to: sweep === null ? samples.reduce((sum, n) => sum + n, 0) : (samples[sweep] ?? 0) };
}
