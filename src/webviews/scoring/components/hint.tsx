import { useEffect, useState } from 'preact/hooks';
import type { ScoredSet } from '../scored-set';

const SHOWN_MS = 2500;

/** A transient hint. */
export function Hint({ hint }: { hint: ScoredSet['hint'] }) {
  const [visible, setVisible] = useState(false);
  useEffect(() => {
    if (!hint) return;
    setVisible(true);
    const timer = setTimeout(() => setVisible(false), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [hint]);
  return (
    <div class={`hint${visible ? ' visible' : ''}`} role="status">
      {hint?.text}
    </div>
  );
}
