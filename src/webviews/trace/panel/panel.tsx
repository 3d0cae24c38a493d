import type { DetectionView } from '../../../common/api/views/events';
import { duration } from '../../../common/text/duration';
import { count, fixed, meanAndSd, significant, withUnit } from '../../../common/text/numbers';
import { useStore } from '../../shared/store';
import { readyOf } from '../selectors';
import type { TraceServices } from '../services';
import type { TraceState } from '../state';
import { Average } from './average';
import { Chips } from './chips';
import { eventDetails } from './event-details';
import { EventTable } from './event-table';
import { Facts } from './facts';
import { Histogram } from './histogram';

interface PanelPart {
  services: TraceServices;
}

export interface DetectionPart extends PanelPart {
  detection: DetectionView;
  unit: string;
}

const snapshotOf = ({ snapshot }: TraceState) => (snapshot.kind === 'ready' ? snapshot : undefined);
const detectionOf = (state: TraceState) => readyOf(state)?.detection;
const unitOf = (state: TraceState) => readyOf(state)?.unit ?? '';
const trialOf = ({ trial }: TraceState) => trial;
const selectedOf = ({ display }: TraceState) => display?.selected ?? null;

/** The side panel: facts about the file, and the detection in the trace. */
export function Panel({ services }: PanelPart) {
  const { store } = services;
  const snapshot = useStore(store, snapshotOf);
  const detection = useStore(store, detectionOf);
  const unit = useStore(store, unitOf);
  const trial = useStore(store, trialOf);
  if (!snapshot) return null;
  return (
    <aside class="panel" aria-label="Events">
      <Facts info={snapshot.info} services={services} />
      <Chips snapshot={snapshot} detection={detection} trial={trial} services={services} />
      {detection ? (
        <Found services={services} detection={detection} unit={unit} />
      ) : (
        <p class="panel-empty">
          No events detected yet.{snapshot.preview && ' Zoomed in, outlines show what a detection finds.'}
        </p>
      )}
    </aside>
  );
}

/** Results of the detection, with charts if there are events. */
function Found({ services, detection, unit }: DetectionPart) {
  const any = detection.events.location.length > 0;
  return (
    <div class="panel-found">
      <div class="panel-summary">{summaryOf(detection, unit)}</div>
      {any && (
        <>
          <EventTable services={services} detection={detection} unit={unit} />
          <EventDetails services={services} detection={detection} unit={unit} />
          <Histogram services={services} detection={detection} unit={unit} />
          {detection.average && (
            <Average average={detection.average} unit={unit} rate_hz={rateOf(services)} />
          )}
        </>
      )}
    </div>
  );
}

function rateOf({ store }: TraceServices): number {
  return readyOf(store.state)?.rate_hz ?? 1;
}

function EventDetails({ services, detection, unit }: DetectionPart) {
  const selected = useStore(services.store, selectedOf);
  const lines =
    selected === null || selected >= detection.events.location.length
      ? []
      : eventDetails(detection.events, selected, unit);
  return (
    <div class={`panel-section event-details${lines.length === 0 ? ' hidden' : ''}`} aria-live="polite">
      {lines.map((line, i) => (
        <div key={line} class={i > 0 ? 'why' : ''}>
          {line}
        </div>
      ))}
    </div>
  );
}

/** "43 events, 2 of them at the trace edge and not in the statistics, 1.43 Hz, −9.1 ± 3.2 pA. Took 2.1 s on CPU, 8 threads." */
function summaryOf({ events, frequency_hz, seconds, backend }: DetectionView, unit: string): string {
  const n = events.amplitude.length;
  const counted = events.amplitude.filter((a, i) => Number.isFinite(a) && events.border[i] === 0);
  const atEdge = events.border.reduce((sum, border) => sum + border, 0);
  const parts = [
    count(n, 'event'),
    ...(atEdge > 0 ? [`${fixed(atEdge, 0)} of them at the trace edge and not in the statistics`] : []),
    ...(n > 0 ? [withUnit(significant(frequency_hz), 'Hz')] : []),
    ...(counted.length > 1 ? [`${amplitudes(counted, unit)} (SD)`] : []),
  ];
  return `${parts.join(', ')}. Took ${duration(seconds)} on ${backend}.`;
}

/** "−14.3 ± 3.7 pA" */
function amplitudes(values: Float64Array, unit: string): string {
  const mean = values.reduce((sum, a) => sum + a, 0) / values.length;
  const sd = Math.sqrt(values.reduce((sum, a) => sum + (a - mean) ** 2, 0) / (values.length - 1));
  return meanAndSd(mean, sd, unit);
}
