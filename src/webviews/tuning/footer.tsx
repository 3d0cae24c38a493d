import type { ParameterPatch } from '../../common/api/views/parameter-patch';
import type { ParameterName } from '../../common/parameters/parameters';
import { Button, Link } from '../shared/controls';
import { withKey } from '../shared/keys';
import { useStore } from '../shared/store';
import { nullWord } from './null-word';
import type { TuningState } from './state';
import type { TuningViewProps } from './tuning-app';

const writtenOf = ({ written }: TuningState) => written;
const problemOf = ({ problem }: TuningState) => problem;

/**
 * Chosen values beside the present ones, and the button that applies them; afterwards, the target they were written to.
 */
export function Footer({ services, context: { tuning, chosen } }: TuningViewProps) {
  const { store, act } = services;
  const written = useStore(store, writtenOf);
  const problem = useStore(store, problemOf);
  const names = Object.keys(chosen) as (keyof ParameterPatch)[];
  const changes = names.map(
    (name) => `${name} ${formatValue(name, tuning.parameters[name])} → ${formatValue(name, chosen[name])}`,
  );
  const any = changes.length > 0;
  const applied = any ? undefined : written;
  return (
    <footer class="footer">
      <div class="footer-text">
        <span class="choice" role="status">
          {any ? changes.join(' · ') : applied ? '' : 'No changes yet.'}
        </span>
        <span class="target">{any ? `will be written to ${tuning.target}` : ''}</span>
        {applied && (
          <span class="written">
            Written to{' '}
            <Link onClick={services.showWritten}>
              {applied.unsaved ? `${applied.target} (not saved yet)` : applied.target}
            </Link>
            . <Link onClick={() => act('undo')}>Undo</Link>
          </span>
        )}
        {problem !== undefined && (
          <span class="failure" role="alert">
            {problem}
          </span>
        )}
      </div>
      <div class="footer-buttons">
        {any && (
          <Button
            label="Discard"
            title={withKey('Discard', 'discard', tuning.keys)}
            look="secondary"
            onClick={() => act('discard')}
          />
        )}
        <Button
          label="Use These Parameters"
          icon="check"
          title={withKey('Use These Parameters', 'use', tuning.keys)}
          look="primary"
          disabled={!any}
          onClick={() => act('use')}
        />
      </div>
    </footer>
  );
}

function formatValue(name: ParameterName, value: unknown): string {
  return value === null || value === undefined ? nullWord(name) : String(value);
}
