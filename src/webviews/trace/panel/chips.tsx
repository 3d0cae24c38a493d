import { Fragment } from 'preact';
import type { DetectionView } from '../../../common/api/views/events';
import type { ReadySnapshot } from '../../../common/api/views/trace';
import type { TraceServices } from '../services';
import type { Trial } from '../state';

interface ChipsProps {
  snapshot: ReadySnapshot;
  detection: DetectionView | undefined;
  /** Another threshold is tried than that of the detection. */
  trial: Trial | undefined;
  services: TraceServices;
}

/**
 * The parameters that events were detected with; before a detection, those it will use. A value that has changed since
 * is struck through, with the new one beside it.
 */
export function Chips({ snapshot, detection, trial, services }: ChipsProps) {
  const { chosen } = snapshot;
  const present = (name: string, value: string) =>
    trial && name === 'Threshold' ? String(trial.threshold) : (presentOf(snapshot, name) ?? value);
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
              <span class="chip-name">{name}</span> {present(name, value) === value ? value : <s>{value}</s>}
              {present(name, value) !== value && ` → ${present(name, value)}`}
            </button>
          </li>
        ))}
      </ul>
      {chosen.length > 0 && <Chosen chosen={chosen} />}
      {detection && <p class="made">{madeOf(detection, snapshot)}</p>}
      {detection && detection.stale.length > 0 && (
        <p class="stale">Out of date: {detection.stale.join('; ')}.</p>
      )}
    </section>
  );
}

/** "IN 0, all sweeps. Detected 30/11/2026, 10:41. Also in cell7_results.h5." */
function madeOf({ channel, sweep, made_ms, exported }: DetectionView, { info }: ReadySnapshot): string {
  const name = info.channels[channel]?.name || `channel ${channel + 1}`;
  const trace = [name, ...(info.sweeps > 1 ? [sweep === null ? 'all sweeps' : `sweep ${sweep + 1}`] : [])];
  const made = new Date(made_ms).toLocaleString(undefined, { dateStyle: 'short', timeStyle: 'short' });
  const also = exported === null ? '' : ` Also in ${exported}.`;
  return `${trace.join(', ')}. Detected ${made}.${also}`;
}

/** Why parameters were chosen from the recording, until they change. */
function Chosen({ chosen }: Pick<ReadySnapshot, 'chosen'>) {
  return (
    <details class="chosen" open>
      <summary>Chosen from this recording</summary>
      <dl>
        {chosen.map(({ parameter, value, reason }) => (
          <Fragment key={parameter}>
            <dt>
              {parameter} {value}
            </dt>
            <dd>{reason}</dd>
          </Fragment>
        ))}
      </dl>
    </details>
  );
}

function presentOf({ detection }: ReadySnapshot, name: string): string | undefined {
  return detection.summary.find(([other]) => other === name)?.[1];
}
