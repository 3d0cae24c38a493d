import type { ScoringNotices, ScoringRequests } from '../../../src/common/api/views/scoring';
import { defaultParameters } from '../../../src/common/parameters/parameters';
import { ScoringDocument } from '../../../src/extension/scoring/scoring-document';
import { editsHost } from '../../support/edits-host';
import { inProcessEngine } from '../../support/in-process-engine';
import { type Attended, attended } from './attended';
import { openView, type TestView, type ViewOptions } from './view';

export interface ScoringBench extends Omit<Attended, 'run'> {
  view: TestView<ScoringNotices>;
  document: ScoringDocument;
  focus(): string;
  /** How often the view asked for everything. */
  asked(): number;
}

/** The scoring editor before a real document and engine, with a window of VS Code's played by the test. */
export async function openScoring(
  file: string,
  journals: string,
  options: ViewOptions & {
    model?: string;
    /** What reading windows waits for. */
    held?: Promise<unknown>;
    /** The document is told of before the page is there. */
    told?: boolean;
  } = {},
): Promise<ScoringBench> {
  let bookmarks: number[] = [];
  const document = new ScoringDocument(file, {
    engine: inProcessEngine(),
    ...editsHost(journals),
    parameters: () => ({ ...defaultParameters(), model_path: options.model ?? null }),
    computing: () => ({ backend: 'cpu', threads: 1 }),
    twosExcluded: { get: () => false, set: () => {} },
    bookmarks: {
      get: () => bookmarks,
      set: (windows) => {
        bookmarks = windows;
      },
    },
  });
  const { edits, ran, run } = await attended(document.edits);
  let area = 'none';
  let asked = 0;
  const view = await openView<ScoringRequests, ScoringNotices>(
    'scoring',
    {
      snapshot() {
        asked++;
        return document.snapshot();
      },
      async windows({ windows }) {
        await options.held;
        return document.readWindows(windows);
      },
      origins: () => document.origins(),
      features: () => document.features(),
      surroundings: (request) => document.surroundings(request),
      probabilities: ({ windows }) => document.probabilities(windows),
      score: ({ windows, score }) => document.score(windows, score, 'view'),
      bookmark: ({ window, on }) => document.bookmark(window, on),
      run: ({ action }) => run(action),
      focus: (request) => {
        area = request.area;
      },
    },
    {
      ...options,
      ...(options.told && { sent: { type: 'notice', name: 'snapshot', notice: document.snapshot() } }),
    },
  );
  document.onChange((change) => {
    if (change.kind === 'snapshot') void view.notify('snapshot', document.snapshot());
    if (change.kind === 'status') void view.notify('status', document.edits.status);
    if (change.kind === 'agreement') void view.notify('agreement', document.currentAgreement!);
    if (change.kind === 'edited' && change.by !== 'view') {
      const { windows, after: scores } = change.edit;
      void view.notify('scores', { windows, scores, show: true });
    }
  });
  await view.page.waitForSelector('.scoring:not(.hidden), .message:not(.hidden) p');
  return { view, document, edits, ran, focus: () => area, asked: () => asked };
}
