import type { FigureFile } from '../../../src/common/api/views/parts';
import type { ResultsNotices, ResultsRequests } from '../../../src/common/api/views/results';
import { ResultsDocument } from '../../../src/extension/results/results-document';
import { editsHost } from '../../support/edits-host';
import { inProcessEngine } from '../../support/in-process-engine';
import { type Attended, attended } from './attended';
import { openView, type TestView, type ViewOptions } from './view';

export interface ResultsBench extends Omit<Attended, 'run'> {
  view: TestView<ResultsNotices>;
  document: ResultsDocument;
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
    ...editsHost(journals),
    tellExports: () => {},
  });
  const { edits, ran, run } = await attended(document.edits);
  const opened: number[] = [];
  const figures: FigureFile[] = [];
  let area = 'none';
  let copied = '';
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
        await run(action);
        if (action === 'endComparison') document.endComparison();
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
  await view.page.waitForSelector('.results');
  return { view, document, edits, ran, opened, figures, copied: () => copied, focus: () => area };
}
