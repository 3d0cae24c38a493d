import './comparison.css';
import type { ComparisonTest, ExperimentComparison } from '../../../common/api/engine/experiments';
import type { RowReport } from '../../../common/row-report';
import { count } from '../../../common/text/numbers';
import { Button, Link, Select } from '../../shared/controls';
import type { Part } from '../experiment-app';
import { statusOf } from '../row-text';
import { rowsOf } from '../state';
import { FigureView } from './figure-view';

/** What came out: the groups compared in one measure, with figures, methods and legends, below the table. */
export function Comparison(part: Part) {
  const { state } = part;
  const { compared } = state;
  return (
    <section class="comparison" aria-label="Comparison of groups" tabIndex={0}>
      {compared?.comparison ? (
        <Compared {...part} comparison={compared.comparison} />
      ) : (
        <p class="comparison-empty" role="status">
          {compared?.problem ?? 'Reading results …'}
        </p>
      )}
    </section>
  );
}

type ComparedPart = Part & { comparison: ExperimentComparison };

function Compared(part: ComparedPart) {
  const { services, state, comparison } = part;
  const test = chosenTest(part);
  const methods = [comparison.detection, ...(test ? [test.methods] : [])];
  return (
    <>
      <Choices {...part} test={test} />
      {state.compared?.asking && (
        <p class="quiet" role="status">
          {state.compared.comparison?.isComplete ? 'Comparing …' : 'Bootstrapping, and shuffling groups …'}
        </p>
      )}
      <Verdict test={test} comparison={comparison} />
      <Groups comparison={comparison} />
      <p class="quiet">{howMany(part)}</p>
      <div class="figures">
        {comparison.figures.map((figure) => (
          <FigureView key={figure.name} {...{ services, figure }} />
        ))}
      </div>
      <div class="prose">
        <h2>Methods</h2>
        {methods.map((paragraph) => (
          <p key={paragraph.slice(0, 60)}>{paragraph}</p>
        ))}
        <Button label="Copy Methods" look="secondary" onClick={() => services.copy(methods.join('\n\n'))} />
        {comparison.pooled !== null && (
          <>
            <h2>Why events are not pooled</h2>
            <p>{comparison.pooled}</p>
          </>
        )}
        {comparison.notes.map((note) => (
          <p key={note} class="quiet">
            {note}
          </p>
        ))}
      </div>
    </>
  );
}

/** The test that was chosen, or the first one of the summary. */
function chosenTest({ state, comparison }: ComparedPart): ComparisonTest | undefined {
  const { summary, test } = state.view;
  const own = comparison.tests.filter((one) => one.summary === summary);
  return own.find(({ label }) => label === test) ?? own.at(0) ?? comparison.tests.at(0);
}

function Choices({ services, comparison, test }: ComparedPart & { test: ComparisonTest | undefined }) {
  const summaries = [...new Set(comparison.tests.map(({ summary }) => summary))];
  const labels = comparison.tests
    .filter(({ summary }) => summary === test?.summary)
    .map(({ label }) => label);
  const option = (value: string) => ({ value, label: value });
  return (
    <div class="comparison-bar" role="group" aria-label="What is compared, and how">
      <Select
        label="Measure"
        options={comparison.measures.map(({ heading, name }) => ({ value: heading, label: name }))}
        value={comparison.measure}
        onChoose={(measure) => services.send({ type: 'compare', how: { measure } })}
      />
      {test && (
        <>
          <Select
            label="Summary of each cell"
            options={summaries.map((value) => ({ value, label: value }))}
            value={test.summary}
            onChoose={(summary) => services.send({ type: 'compare', how: { summary, test: null } })}
          />
          <Select
            label="Test"
            options={labels.map(option)}
            value={test.label}
            onChoose={(label) => services.send({ type: 'compare', how: { test: label } })}
          />
        </>
      )}
      <Link onClick={() => services.act('exportFigures')}>Export All Figures…</Link>
    </div>
  );
}

/** The answer in words, before any figure; without one, why there is none. */
function Verdict({
  test,
  comparison: { ungrouped, notes },
}: {
  test: ComparisonTest | undefined;
  comparison: ExperimentComparison;
}) {
  if (!test)
    return (
      <p class="verdict">
        {ungrouped
          ? 'No recording has a group. Set groups (F2) to compare them.'
          : (notes.at(0) ?? 'All recordings are of one group: there is nothing to compare it with.')}
      </p>
    );
  return (
    <div class="verdict">
      {test.findings.map(({ text, interval, p, corrected }) => (
        <p key={text}>
          {text}
          <span class="interval">
            {interval === null ? '' : `95 %: ${interval}, `}p {p}
            {corrected !== null && `, corrected (Holm) ${corrected}`}
          </span>
        </p>
      ))}
    </div>
  );
}

function Groups({ comparison: { groups } }: { comparison: ExperimentComparison }) {
  return (
    <section class="groups" aria-label="Groups" tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">Group</th>
            <th scope="col">n</th>
            <th scope="col" title="Of the means of cells; SD between cells">
              Mean ± SD of cells
            </th>
            <th scope="col">Median</th>
            <th scope="col">Geometric mean</th>
          </tr>
        </thead>
        <tbody>
          {groups.map(({ name, n, mean, median, geometric_mean }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>{n}</td>
              <td>{mean}</td>
              <td>{median}</td>
              <td>{geometric_mean}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** "So far 22 of 24 recordings have results. 2 recordings changed since: detect them again." */
function howMany({ state, comparison: { recordings } }: ComparedPart): string {
  const included = rowsOf(state).filter(({ include }) => include);
  const of = (status: RowReport['status']) => included.filter((row) => statusOf(row) === status).length;
  const stale = of('stale');
  // A row that failed, or was not finished, keeps the results that an earlier run wrote, and they are compared.
  const earlier = Math.max(0, recordings - of('done') - stale);
  const shown =
    recordings < included.length
      ? `So far ${recordings} of ${count(included.length, 'recording')} ${recordings === 1 ? 'has' : 'have'} results.`
      : `All ${count(recordings, 'recording')} have results.`;
  return [
    shown,
    stale > 0 && `${count(stale, 'recording')} changed since: detect ${stale === 1 ? 'it' : 'them'} again.`,
    earlier > 0 && `Results of ${count(earlier, 'recording')} are of an earlier run: no later one finished.`,
  ]
    .filter(Boolean)
    .join(' ');
}
