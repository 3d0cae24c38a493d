import * as vscode from 'vscode';
import {
  SCORING_REQUESTS,
  type ScoringAction,
  type ScoringFocus,
  type ScoringHostAction,
  type ScoringNotices,
  type ScoringRequests,
} from '../../common/api/views/scoring';
import { markDone } from '../tour/done';
import type { Active } from '../webviews/active';
import { bindDocumentView, command } from '../webviews/bind-document-view';
import { serveWebview } from '../webviews/serve';
import type { ScoringChange, ScoringDocument } from './scoring-document';

/** A view of a training set, for commands. */
export interface ScoringView {
  readonly document: ScoringDocument;
  focus: ScoringFocus;
  act(action: ScoringAction): void;
  goTo(window: number): void;
}

export interface ScoringViewServices {
  extension: vscode.Uri;
  activeScoring: Active<ScoringView>;
  onFailed(thrown: unknown): void;
}

/** Binds a panel to a training set: answers the view's requests and sends it changes. */
export function bindScoringView(
  panel: vscode.WebviewPanel,
  document: ScoringDocument,
  { extension, activeScoring: active, onFailed }: ScoringViewServices,
): vscode.Disposable {
  const actions: Record<ScoringHostAction, () => Promise<void> | void> = {
    ...document.edits.actions,
    twosExcluded: () => document.twosAreExcluded(),
    undo: command('undo'),
    redo: command('redo'),
    goTo: command('miniml.goToWindow'),
    compare: command('miniml.compareScores'),
    log: command('miniml.showLog'),
  };
  const served = serveWebview<ScoringRequests, ScoringNotices>(
    panel.webview,
    SCORING_REQUESTS,
    {
      // A view that is still opening is notified once it is ready.
      snapshot: () => document.snapshot(),
      windows: ({ windows }) => document.readWindows(windows),
      origins: () => document.origins(),
      features: () => document.features(),
      surroundings: (request) => document.surroundings(request),
      probabilities: ({ windows }) => document.probabilities(windows),
      score({ windows, score }) {
        document.score(windows, score, panel);
        markDone('score');
      },
      bookmark: ({ window, on }) => document.bookmark(window, on),
      run: ({ action }) => actions[action](),
      focus({ area }) {
        view.focus = area;
        active.refresh(view);
      },
    },
    onFailed,
  );
  const view: ScoringView = {
    document,
    focus: 'none',
    act: (action) => served.notify('action', action),
    goTo: (window) => served.notify('goTo', { window }),
  };
  function tell(change: ScoringChange): void {
    switch (change.kind) {
      case 'snapshot':
        served.notify('snapshot', document.snapshot());
        break;
      case 'status':
        served.notify('status', document.edits.status);
        break;
      case 'agreement':
        if (document.currentAgreement) served.notify('agreement', document.currentAgreement);
        break;
      case 'edited': {
        const { edit, by } = change;
        const { windows, after: scores } = edit;
        if (by !== panel) served.notify('scores', { windows, scores, show: by === undefined });
      }
    }
  }
  const bound = bindDocumentView(panel, { extension, page: 'scoring' }, document, { view, active }, tell);
  return vscode.Disposable.from(bound, served);
}
