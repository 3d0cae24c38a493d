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
  const used = detection?.used ?? snapshot.detection.summary;
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
              <span class="chip-name">{name}</span>{' '}
              {isChanged(snapshot, name, value) ? <s>{value}</s> : value}
              {isChanged(snapshot, name, value) && ` → ${present(snapshot, name)}`}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Whether a parameter that was used is another one now. */
export function isChanged(snapshot: ReadySnapshot, name: string, value: string): boolean {
  const now = present(snapshot, name);
  return now !== undefined && now !== value;
}

function present({ detection }: ReadySnapshot, name: string): string | undefined {
  return detection.summary.find(([other]) => other === name)?.[1];
}
