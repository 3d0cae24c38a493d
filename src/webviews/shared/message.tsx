import './message.css';
import { Button, Icon } from './controls';

export interface MessageProps {
  /** Heading of the page for screen readers. */
  heading: string;
  text: string;
  /** A codicon, or a spinner while busy. */
  icon?: string | 'busy';
  /** The first is the primary action. */
  actions?: readonly { label: string; run(): void }[];
}

/** A page with one message and buttons. */
export function Message({ heading, text, icon, actions = [] }: MessageProps) {
  return (
    <main class="message">
      <h1 class="visually-hidden">{heading}</h1>
      <div class="message-body" role="status">
        {icon === 'busy' && <vscode-progress-ring />}
        {icon && icon !== 'busy' && (
          <div class="message-icon">
            <Icon name={icon} />
          </div>
        )}
        <p>{text}</p>
        {actions.length > 0 && (
          <div class="buttons">
            {actions.map(({ label, run }, i) => (
              <Button key={label} label={label} look={i === 0 ? 'primary' : 'secondary'} onClick={run} />
            ))}
          </div>
        )}
      </div>
    </main>
  );
}

/** Message for a document that is opening or could not be opened. */
export function DocumentMessage(props: {
  heading: string;
  snapshot: { kind: 'opening'; name: string } | { kind: 'failed'; message: string };
  run(action: 'retry' | 'log'): void;
}) {
  const { heading, snapshot, run } = props;
  if (snapshot.kind === 'opening')
    return <Message heading={heading} icon="busy" text={`Opening ${snapshot.name}…`} />;
  return (
    <Message
      heading={heading}
      icon="warning"
      text={snapshot.message}
      actions={[
        { label: 'Try Again', run: () => run('retry') },
        { label: 'Show Log', run: () => run('log') },
      ]}
    />
  );
}
