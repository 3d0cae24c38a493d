import * as vscode from 'vscode';
import type {
  ScoringFocus,
  ScoringHostAction,
  ScoringNotices,
  ScoringRequests,
} from '../webview-protocol/scoring';
import { showPage } from '../webviews/page';
import { serveWebview } from '../webviews/serve';
import type { ActiveScoring, ScoringView } from './active-scoring';
import type { ScoringChange, ScoringDocument } from './scoring-document';

const commandOf: Partial<Record<ScoringHostAction, string>> = {
  undo: 'undo',
  redo: 'redo',
  goTo: 'miniml.goToWindow',
  compare: 'miniml.compareScores',
  log: 'miniml.showLog',
};

export interface ScoringViewServices {
  extension: vscode.Uri;
  activeScoring: ActiveScoring;
  onFailed(thrown: unknown): void;
}

/** Binds a panel to a training set: answers what the view asks, tells it what changes. */
export function bindScoringView(
  panel: vscode.WebviewPanel,
  document: ScoringDocument,
  { extension, activeScoring, onFailed }: ScoringViewServices,
): vscode.Disposable {
  let focus: ScoringFocus = 'none';
  const served = serveWebview<ScoringRequests, ScoringNotices>(
    panel.webview,
    {
      async snapshot() {
        await document.opened;
        return document.snapshot();
      },
      windows: ({ windows }) => document.readWindows(windows),
      features: () => document.features(),
      surroundings: (request) => document.surroundings(request),
      probabilities: () => document.probabilities(),
      score: ({ windows, score }) => document.score(windows, score, panel),
      bookmark: ({ window, on }) => document.bookmark(window, on),
      async run({ action }) {
        if (action === 'retry') await document.open();
        else if (action === 'keepMine' || action === 'takeTheirs') await document.resolve(action);
        else if (action === 'dismissNote') document.dismissNote();
        else await vscode.commands.executeCommand(commandOf[action]!);
      },
      focus({ area }) {
        focus = area;
        activeScoring.refresh(view);
      },
    },
    onFailed,
  );
  const view: ScoringView = {
    document,
    get focus() {
      return focus;
    },
    act: (action) => served.notify('action', action),
    goTo: (window) => served.notify('goTo', { window }),
  };
  const listening = document.onChange((change) => {
    // A view that is built again asks for everything.
    if (panel.visible) tell(change);
  });
  function tell(change: ScoringChange): void {
    switch (change.kind) {
      case 'snapshot':
        served.notify('snapshot', document.snapshot());
        break;
      case 'status':
        served.notify('status', document.currentStatus);
        break;
      case 'agreement':
        if (document.currentAgreement) served.notify('agreement', document.currentAgreement);
        break;
      case 'progress':
        served.notify('progress', { text: change.text, fraction: change.fraction });
        break;
      case 'progressed':
        served.notify('progress', null);
        break;
      case 'scores': {
        const { windows, scores, show, from } = change;
        if (from !== panel) served.notify('scores', { windows, scores, show });
      }
    }
  }
  const follow = () => (panel.active ? activeScoring.set(view) : activeScoring.clear(view));
  const state = panel.onDidChangeViewState(() => {
    // A hidden view is taken apart, and its focus with it.
    if (!panel.visible) focus = 'none';
    follow();
  });
  showPage(panel.webview, extension, 'scoring', document.name);
  follow();
  // The editor is there only when this turn is over.
  void document.opened.then(() => setTimeout(() => document.shown()));
  return {
    dispose() {
      activeScoring.clear(view);
      listening.dispose();
      state.dispose();
      served.dispose();
    },
  };
}
