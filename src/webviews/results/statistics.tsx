import { memo } from 'preact/compat';
import type { ResultsTablesView } from '../../common/api/views/results';
import { VIEW_MEASURES } from '../../common/events/measure-views';
import { duration } from '../../common/text/duration';
import { count, fixed, meanAndSd, probability, significant, withUnit } from '../../common/text/numbers';

interface StatisticsProps {
  tables: ResultsTablesView;
  unit: string;
}

/** Summary of the events that are counted, with one row per measure. */
export const Statistics = memo(({ tables, unit }: StatisticsProps) => (
  <section class="statistics" aria-label="Statistics">
    <p>{sentenceOf(tables)}</p>
    <table>
      <thead>
        <tr>
          <th scope="col">measure</th>
          <th scope="col">mean ± SD</th>
          <th scope="col">median</th>
          <th scope="col" class="spare">
            CV
          </th>
          <th scope="col">n</th>
        </tr>
      </thead>
      <tbody>{rowsOf(tables, unit)}</tbody>
    </table>
  </section>
));

function sentenceOf({ statistics, average }: ResultsTablesView): string {
  const { events, duration_s, frequency_hz, decay_tau_s, average_score } = statistics;
  const frequency = withUnit(significant(frequency_hz), 'Hz');
  const decay =
    average?.fit === 'meaningless'
      ? 'the average’s decay is not exponential'
      : `τ of the average’s decay ${duration(decay_tau_s)}`;
  return `${count(events, 'event')} in ${duration(duration_s)}: ${frequency}; ${decay}; mean probability ${probability(average_score)}.`;
}

function rowsOf({ statistics }: ResultsTablesView, traceUnit: string) {
  return VIEW_MEASURES.flatMap((measure) => {
    if (!measure.summary) return [];
    const { mean, sd, median, cv, n } = statistics[measure.summary];
    const [unit, factor] = [measure.unit(traceUnit), measure.factor(traceUnit)];
    const shown = (value: number | null) => (value === null ? null : value * factor);
    return (
      <tr key={measure.id}>
        <th scope="row">{measure.name}</th>
        <td>{meanAndSd(shown(mean), shown(sd), unit)}</td>
        <td>{withUnit(significant(shown(median)), unit)}</td>
        <td class="spare">{fixed(cv, 2)}</td>
        <td>{fixed(n, 0)}</td>
      </tr>
    );
  });
}
