import type { HostAction } from '../../common/api/views/trace';
import { Button, Icon } from '../shared/controls';
import { useStore } from '../shared/use-store';
import type { TraceServices } from './services';
import type { TraceState } from './state';

export const actionLabels: Record<HostAction, string> = {
  info: 'Open Recording Info',
  export: 'Export Results…',
  settings: 'Open Settings',
  log: 'Show Log',
  restart: 'Restart Engine',
  retry: 'Try Again',
  asText: 'Open as Text',
  goToTime: 'Go to Time…',
  tune: 'Tune Parameters',
};

const snapshotOf = ({ snapshot }: TraceState) => snapshot;

/** Message for a file that is opening or could not be opened. */
export function Message({ services }: { services: TraceServices }) {
  const snapshot = useStore(services.store, snapshotOf);
  return (
    <main class="message">
      <h1 class="visually-hidden">Recording</h1>
      <div class="message-body" role="status">
        {snapshot.kind === 'failed' ? (
          <>
            <div class="message-icon">
              <Icon name="warning" />
            </div>
            <p>{snapshot.message}</p>
            <div class="buttons">
              {snapshot.remedies.map((action, index) => (
                <Button
                  key={action}
                  label={actionLabels[action]}
                  look={index === 0 ? 'primary' : 'secondary'}
                  onClick={() => services.run(action)}
                />
              ))}
            </div>
          </>
        ) : (
          <>
            <vscode-progress-ring />
            <p>Opening {snapshot.name}…</p>
          </>
        )}
      </div>
    </main>
  );
}
