import type { ChartConfiguration, Scale } from 'chart.js';
import { fixed, probability } from '../../../common/text/numbers';
import type { Confusion } from '../../../common/training/classification-metrics';
import { axis, lineDataset, stillChart } from '../../shared/chart';
import { ChartFigure } from '../../shared/chart-figure';
import { Link } from '../../shared/controls';
import { namedLines } from '../../shared/named-lines';
import type { Theme } from '../../shared/theme';
import { confusionAt, errorCurves } from '../thresholds';
import type { Report } from '../verdict';

interface ThresholdsProps {
  report: Report;
  /** null: the model's own. */
  threshold: number | null;
  setThreshold(threshold: number | null): void;
}

/** Missed and false events by threshold, which can be moved; the confusion matrix follows. */
export function Thresholds({ report, threshold, setThreshold }: ThresholdsProps) {
  const shown = threshold ?? report.threshold;
  const confusion = confusionAt(report, shown);
  const { false_negative, false_positive } = confusion;
  const text = `At threshold ${fixed(shown, 2)}, ${fixed(false_negative, 0)} events are missed and ${fixed(false_positive, 0)} other windows accepted as events.`;
  return (
    <div class="thresholds">
      {report.roc.length > 0 && (
        <>
          <ChartFigure
            title="Missed and false events (windows) by threshold"
            text={text}
            configuration={(theme) => errorChart(report, shown, theme)}
          />
          <input
            type="range"
            class="threshold"
            min={0}
            max={1}
            step={0.01}
            value={shown}
            aria-label="Threshold"
            onInput={({ currentTarget }) => setThreshold(currentTarget.valueAsNumber)}
          />
        </>
      )}
      <h2>
        Confusion at threshold {fixed(shown, 2)}
        {threshold !== null && (
          <>
            {' '}
            <Link onClick={() => setThreshold(null)}>back to {probability(report.threshold)}</Link>
          </>
        )}
      </h2>
      <ConfusionTable confusion={confusion} />
    </div>
  );
}

function errorChart(report: Report, threshold: number, theme: Theme): ChartConfiguration<'line'> {
  const { missed, wrong } = errorCurves(report);
  const most = Math.max(1, ...missed.map(({ y }) => y), ...wrong.map(({ y }) => y));
  const upright = [
    { x: threshold, y: 0 },
    { x: threshold, y: most },
  ];
  return {
    type: 'line',
    data: {
      datasets: [
        { ...lineDataset(missed, theme.event, { width: 1.5 }), label: 'missed' },
        // The line ends at 0 on the right, so its name is below that of the other.
        { ...lineDataset(wrong, theme.score0, { width: 1.5 }), label: 'false' },
        lineDataset(upright, theme.model, { width: 2 }),
      ],
    },
    options: {
      ...stillChart,
      layout: { padding: { right: 52 } },
      scales: {
        x: axis({ min: 0, max: 1, most: 5, theme, grid: false }),
        // As wide as the slider's margin in training.css.
        y: {
          ...axis({ min: 0, max: most, most: 4, theme }),
          afterFit: (scale: Scale) => {
            scale.width = 48;
          },
        },
      },
    },
    plugins: [namedLines(theme)],
  };
}

/** Each count with its fraction of the windows of that score. */
function ConfusionTable({ confusion }: { confusion: Confusion }) {
  const { true_positive, false_negative, false_positive, true_negative } = confusion;
  return (
    <table class="confusion">
      <thead>
        <tr>
          <td />
          <th scope="col">model: event</th>
          <th scope="col">model: none</th>
        </tr>
      </thead>
      <tbody>
        <tr>
          <th scope="row">scored 1</th>
          <Cell n={true_positive} of={true_positive + false_negative} right={true} />
          <Cell n={false_negative} of={true_positive + false_negative} right={false} />
        </tr>
        <tr>
          <th scope="row">scored 0</th>
          <Cell n={false_positive} of={false_positive + true_negative} right={false} />
          <Cell n={true_negative} of={false_positive + true_negative} right={true} />
        </tr>
      </tbody>
    </table>
  );
}

function Cell({ n, of, right }: { n: number; of: number; right: boolean }) {
  const decimals = of < 1000 ? 0 : 1;
  const percent = of > 0 ? `${fixed((100 * n) / of, decimals)} %` : '–';
  return (
    <td class={right ? 'right' : 'wrong'}>
      <b>{fixed(n, 0)}</b>
      <span>
        {percent} {right ? '✓' : '✕'}
      </span>
    </td>
  );
}
