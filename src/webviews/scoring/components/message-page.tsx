import type { FailedSnapshot, OpeningSnapshot } from '../../../common/api/views/document';
import { Button, Icon } from '../../shared/controls';
import type { Commands } from '../commands';

/** In the place of the windows: the file is being opened, or why it cannot be. */
export function MessagePage({ message, on }: { message: OpeningSnapshot | FailedSnapshot; on: Commands }) {
  return (
    <main class="message">
      <h1 class="visually-hidden">Scoring</h1>
      <div class="message-body" role="status">
        {message.kind === 'opening' ? (
          <>
            <vscode-progress-ring />
            <p>Opening {message.name}…</p>
          </>
        ) : (
          <>
            <div class="message-icon">
              <Icon name="warning" />
            </div>
            <p>{message.message}</p>
            <div class="buttons">
              <Button label="Try Again" look="primary" onClick={() => on.run('retry')} />
              <Button label="Show Log" look="secondary" onClick={() => on.run('log')} />
            </div>
          </>
        )}
      </div>
    </main>
  );
}
