import { Button } from '../shared/controls';
import type { Part } from './results-app';

/** Replacement of the rows if there are none, with a next step. */
export function NoEvents({ services, ready: { results } }: Part) {
  const none = results.tables.events.location.length === 0;
  return (
    <div class="empty" role="status">
      <p>{none ? 'These results have no events.' : 'No events match the filter.'}</p>
      {none ? (
        results.noRecording === null && (
          <Button label="Open the Recording" look="primary" onClick={() => services.act('openRecording')} />
        )
      ) : (
        <Button label="Show All Events" look="primary" onClick={() => services.act('clearFilter')} />
      )}
    </div>
  );
}
