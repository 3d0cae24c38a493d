import type { DetectionView } from '../../../common/api/views/events';
import type { ReadySnapshot } from '../../../common/api/views/trace';
import type { TraceServices } from '../services';

interface ChipsProps {
  snapshot: ReadySnapshot;
  detection: DetectionView | undefined;
  services: TraceServices;
}

/**
 * The parameters that events were detected with; before a detection, those it will use. A value that has changed since
 * is struck through, with the new one beside it.
 */
export function Chips({ snapshot, detection, services }: ChipsProps) {
  const present = new Map(snapshot.detection.summary);
  const used = detection?.used ?? snapshot.detection.summary;
  const stale = used.some(([name, value]) => isStale(present, name, value));
  return (
    <section class="panel-section chips" aria-label={detection ? 'Parameters used' : 'Parameters'}>
      <ul>
        {used.map(([name, value]) => (
          <li key={name}>
            <button
              type="button"
              class="chip"
              title={`Tune ${name.toLowerCase()}`}
              onClick={() => services.run('tune')}
            >
              <span class="chip-name">{name}</span> {isStale(present, name, value) ? <s>{value}</s> : value}
              {isStale(present, name, value) && ` → ${present.get(name)}`}
            </button>
          </li>
        ))}
      </ul>
      {stale && <p class="stale">Parameters have changed since this detection.</p>}
    </section>
  );
}

function isStale(present: ReadonlyMap<string, string>, name: string, value: string): boolean {
  const now = present.get(name);
  return now !== undefined && now !== value;
}
