import { fixed } from '../../../common/text/numbers';
import { meaningOf, mixOf } from '../../../common/text/training-mix';
import type { ScoredSet } from '../scored-set';

const ESTIMATE =
  'Estimated from the signal-to-noise ratio: events from 8 are clear, windows of score 0 from 4 resemble events.';

/** The mix of the training set as miniML's documentation counts it, and the model it leads to. */
export function Footer({ set: { scores, measures } }: { set: ScoredSet }) {
  if (!measures) return <div class="footer">measuring the windows…</div>;
  const mix = mixOf(scores, measures.snr);
  const { summary, advice } = meaningOf(mix);
  const counts = [
    `clear ${fixed(mix.clear, 0)}`,
    `messy ${fixed(mix.messy, 0)}`,
    `false positives ${fixed(mix.falsePositives, 0)}`,
    `noise ${fixed(mix.noise, 0)}`,
  ];
  return (
    <div class="footer" title={`${advice}\n\n${ESTIMATE}`}>
      <span class="mix">estimated: {counts.join(' · ')}</span>
      <span class="meaning-of-mix">→ {summary}</span>
    </div>
  );
}
