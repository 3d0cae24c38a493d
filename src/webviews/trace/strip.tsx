import { useEffect, useState } from 'preact/hooks';
import type { DetectionProgress } from '../../common/api/views/trace';
import { Button, Icon } from '../shared/controls';
import { useStore } from '../shared/use-store';
import { type Advice, adviceOn } from './advice';
import { failureOf, readyOf } from './selectors';
import type { TraceServices } from './services';
import type { TraceState } from './state';

const progressOf = ({ progress }: TraceState) => progress;
const snapshotOf = ({ snapshot }: TraceState) => snapshot;
const choiceOf = ({ display }: TraceState) => display?.choice;
const closedOf = ({ closedAdvice }: TraceState) => closedAdvice;

/** The strip under the toolbar: progress of a detection, a failure, or advice; only the most severe. */
export function StripLine({ services }: { services: TraceServices }) {
  const progress = useStore(services.store, progressOf);
  const failure = useStore(services.store, failureOf);
  return (
    <div class="banners">
      {progress && <Progress progress={progress} onCancel={services.cancel} />}
      {failure !== null && <Failure reason={failure} services={services} />}
      {!progress && failure === null && <Advised services={services} />}
    </div>
  );
}

function Progress({ progress, onCancel }: { progress: DetectionProgress; onCancel(): void }) {
  const { phase, text, fraction } = progress;
  return (
    <div class="banner progress">
      <div
        class={`progress-track${fraction === null ? ' indeterminate' : ''}`}
        role="progressbar"
        aria-label="Detection"
        aria-valuenow={fraction === null ? undefined : Math.round(fraction * 100)}
        aria-valuetext={text}
      >
        <div class="progress-bar" style={{ width: `${(fraction ?? 0) * 100}%` }} />
      </div>
      <span class="banner-text">{text === '' ? phase : `${phase}: ${text}`}</span>
      <Button label="Cancel" look="secondary" title="Cancel the detection (Escape)" onClick={onCancel} />
    </div>
  );
}

function Failure({ reason, services }: { reason: string; services: TraceServices }) {
  return (
    <div class="banner failure">
      <Icon name="error" />
      <span class="banner-text" role="alert">
        {reason}
      </span>
      <Button label="Try Again" look="secondary" onClick={services.retry} />
      <Button label="Show Log" look="secondary" onClick={() => services.run('log')} />
      <Button label="Dismiss" icon="close" look="icon" onClick={() => services.send({ type: 'dismissed' })} />
    </div>
  );
}

/** The most severe open advice, and the number of others. */
function Advised({ services }: { services: TraceServices }) {
  const closed = useStore(services.store, closedOf);
  const open = useAdvice(services).filter(({ text }) => !closed.includes(text));
  const [first] = open;
  if (!first) return null;
  return (
    <div class="banner advice" role="note">
      <Icon name="info" />
      <span class="banner-text">{first.text}</span>
      {first.button && (
        <Button
          label={first.button.label}
          look="secondary"
          onClick={() => services.follow(first.button!.action)}
        />
      )}
      {open.length > 1 && (
        <span
          class="banner-more"
          title={open
            .slice(1)
            .map(({ text }) => text)
            .join('\n')}
        >
          +{open.length - 1}
        </span>
      )}
      <Button
        label="Dismiss"
        icon="close"
        look="icon"
        onClick={() => services.send({ type: 'adviceClosed', text: first.text })}
      />
    </div>
  );
}

/** Advice on the displayed recording; some depends on pictures and appears with them. */
function useAdvice(services: TraceServices): Advice[] {
  // Derived from snapshot and choice first; pictures only add to it.
  useStore(services.store, snapshotOf);
  useStore(services.store, choiceOf);
  const [, setPictures] = useState(0);
  useEffect(() => services.onPicture(() => setPictures((n) => n + 1)), [services]);
  const ready = readyOf(services.store.state);
  const none = ready?.detection?.events.location.length === 0;
  const pictures = services.pictures();
  if (!ready || !pictures) return [];
  return adviceOn(ready, {
    raw: pictures.loadedOverview(),
    prediction: none ? pictures.wholePrediction() : undefined,
  });
}
