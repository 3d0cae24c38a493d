import type { Why } from '../../common/api/engine/results';
import type { ResultsReady } from '../../common/api/views/results';
import { fixed, probability, significant, withUnit } from '../../common/text/numbers';
import { Link } from '../shared/controls';

interface WhyPanelProps {
  results: ResultsReady;
  why: Why;
  onAdd(): void;
}

/** Explanation of a point of the recording, with the numbers that decided. */
export function WhyPanel({ results: { rate_hz, unit }, why, onAdd }: WhyPanelProps) {
  const at =
    rate_hz === null ? `sample ${fixed(why.sample, 0)}` : withUnit(fixed(why.sample / rate_hz, 4), 's');
  const numbers = [
    Number.isFinite(why.probability) &&
      `probability ${probability(why.probability)} (threshold ${why.model_threshold})`,
    Number.isFinite(why.gradient) &&
      `steepest rise ${withUnit(significant(why.gradient), `${unit}/s`)} (threshold ${significant(why.gradient_threshold)})`,
  ];
  return (
    <div class="why" role="status">
      <span class="why-text">
        At {at}: {why.text}
      </span>
      <span class="why-numbers">{numbers.filter(Boolean).join(' · ')}</span>
      {why.verdict !== 'event' && why.verdict !== 'added' && <Link onClick={onAdd}>Add an event here</Link>}
    </div>
  );
}
