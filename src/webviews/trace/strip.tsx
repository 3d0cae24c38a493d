import type { DetectionProgress } from '../../common/api/views/trace';
import { Button, Icon } from '../shared/controls';
import { useStore } from '../shared/use-store';
import { failureOf } from './selectors';
import type { TraceServices } from './services';
import type { TraceState } from './state';

const progressOf = ({ progress }: TraceState) => progress;

/** The line under the toolbar: how far a detection is, or what went wrong. */
export function StripLine({ services }: { services: TraceServices }) {
  const progress = useStore(services.store, progressOf);
  const failure = useStore(services.store, failureOf);
  return (
    <div class="banners">
      {progress && <Progress progress={progress} onCancel={services.cancel} />}
      {failure !== null && <Failure reason={failure} services={services} />}
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
