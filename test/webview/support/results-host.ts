import type { DocumentEdit } from '../../../src/extension/documents/editable-document';
import { ResultsDocument } from '../../../src/extension/results/results-document';
import type {
  FigureFile,
  ResultsNotices,
  ResultsRequests,
} from '../../../src/extension/webview-protocol/results';
import { inProcessEngine } from '../../support/in-process-engine';
import { openView, type TestView, type ViewOptions } from './view';

export interface ResultsBench {
  view: TestView<ResultsNotices>;
  document: ResultsDocument;
  /** Steps of undo, the last last. */
  edits: DocumentEdit[];
  /** What the view asked the host to run. */
  ran: string[];
  /** Times the recording was to be opened at. */
  opened: number[];
  figures: FigureFile[];
  copied(): string;
  focus(): string;
}

/** The results editor before a real document and engine, with a window of VS Code's played by the test. */
export async function openResults(
  file: string,
  journals: string,
  options: ViewOptions = {},
): Promise<ResultsBench> {
  const document = new ResultsDocument(file, {
    engine: inProcessEngine(),
    journals,
    watch: () => ({ dispose() {} }),
    askAboutConflict: async () => 'keepMine',
  });
  await document.edits.opened;
  const edits: DocumentEdit[] = [];
  const ran: string[] = [];
  const opened: number[] = [];
  const figures: FigureFile[] = [];
  let area = 'none';
  let copied = '';
  document.edits.onEdit((edit) => edits.push(edit));
  document.edits.shown();
  const view = await openView<ResultsRequests, ResultsNotices>(
    'results',
    {
      snapshot: () => document.snapshot(),
      snippets: ({ locations }) => document.snippets(locations),
      picture: ({ location }) => document.picture(location),
      trace: (stretch) => document.trace(stretch),
      prediction: (stretch) => document.prediction(stretch),
      why: ({ sample }) => document.why(sample),
      edit: ({ kind, locations }) => document.edit({ kind, locations: Array.from(locations) }),
      add: ({ sample }) => document.add(sample),
      openRecording: ({ time_s }) => void opened.push(time_s),
      saveFigures: (request) => void figures.push(...request.figures),
      clipboard: ({ text }) => {
        copied = text;
      },
      async run({ action }) {
        ran.push(action);
        if (action === 'undo') edits.at(-1)?.undo();
        if (action === 'endComparison') document.endComparison();
        if (action === 'dismissNote') document.edits.actions.dismissNote();
      },
      focus: (request) => {
        area = request.area;
      },
    },
    options,
  );
  document.onChange((change) => {
    if (change.kind === 'snapshot') void view.notify('snapshot', document.snapshot());
    if (change.kind === 'status') void view.notify('status', document.edits.status);
    if (change.kind === 'comparison') void view.notify('comparison', document.comparison);
    if (change.kind === 'tables')
      void view.notify('tables', { tables: document.currentTables, show: Float64Array.from(change.show) });
  });
  await view.page.waitForSelector('.results:not(.hidden)');
  return { view, document, edits, ran, opened, figures, copied: () => copied, focus: () => area };
}
