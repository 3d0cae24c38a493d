import { fixed, share } from '../../../common/text/numbers';
import { Icon } from '../../shared/controls';
import { type Report, verdictOf } from '../verdict';

const icons = { good: 'pass', doubt: 'warning', bad: 'error' } as const;

/** The verdict, beside the model's name. */
export function VerdictText({ report }: { report: Report }) {
  const { level, text } = verdictOf(report);
  return (
    <p class={`verdict verdict-${level}`}>
      <Icon name={icons[level]} />
      {text}
    </p>
  );
}

/** Both error rates with their confidence intervals. */
export function VerdictTable({ report }: { report: Report }) {
  const { true_positive, false_negative, false_positive, true_negative } = report.confusion;
  return (
    <dl class="figures">
      <div>
        <dt>events found</dt>
        <dd>{share(true_positive, true_positive + false_negative)}</dd>
      </div>
      <div>
        <dt>other windows accepted as events</dt>
        <dd>{share(false_positive, false_positive + true_negative)}</dd>
      </div>
      <div>
        <dt>training set</dt>
        <dd>
          {fixed(report.positive, 0)} events, {fixed(report.negative, 0)} others, {fixed(report.left_out, 0)}{' '}
          excluded
        </dd>
      </div>
    </dl>
  );
}
