import { fixed } from '../../../common/text/numbers';
import type { Confusion } from '../../../common/training/classification-metrics';

/** Each count with its fraction of the windows of that score. */
export function ConfusionTable({ confusion }: { confusion: Confusion }) {
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
