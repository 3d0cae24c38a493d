import './message.css';
import { Button, Icon } from './controls';

export interface MessageProps {
  /** Of the page, for those who hear it. */
  heading: string;
  text: string;
  /** A codicon; a ring that turns while something is under way. */
  icon?: string | 'busy';
  /** The first leads on. */
  actions?: readonly { label: string; run(): void }[];
}

/** A page that says one thing, with the button that leads on. */
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

/** A document that is being opened, or could not be. */
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
