import type { ParameterPatch } from '../../common/api/views/parameter-patch';
import type { TargetPlace, Written } from '../../common/api/views/tuning';
import type { ParameterName } from '../../common/parameters/parameters';
import { Button, Link, Select } from '../shared/controls';
import { withKey } from '../shared/keys';
import { useStore } from '../shared/store';
import { nullWord } from './null-word';
import { ofRecording, type TuningState } from './state';
import type { TuningViewProps } from './tuning-app';

const writtenOf = ({ written }: TuningState) => written;
const problemOf = ({ problem }: TuningState) => problem;

/**
 * Chosen values beside the present ones, the place that they go to, and the buttons that apply them; afterwards, the
 * target they were written to.
 */
export function Footer({ services, context }: TuningViewProps) {
  const { tuning, chosen } = context;
  const { store, act } = services;
  const written = useStore(store, writtenOf);
  const problem = useStore(store, problemOf);
  const names = Object.keys(chosen) as (keyof ParameterPatch)[];
  const changes = names.map(
    (name) => `${name} ${formatValue(name, tuning.parameters[name])} → ${formatValue(name, chosen[name])}`,
  );
  const any = changes.length > 0;
  // Values that another place overrides stay chosen, and the reason stays beside them.
  const applied = any && !written?.overriddenBy ? undefined : written;
  return (
    <footer class="footer">
      <div class="footer-text">
        <span class="choice" role="status">
          {any ? changes.join(' · ') : applied ? '' : 'No changes yet.'}
        </span>
        <Place services={services} context={context} />
        {applied && <Applied services={services} written={applied} />}
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
          look={any ? 'secondary' : 'primary'}
          disabled={!any}
          onClick={() => act('use')}
        />
        {any && (
          <Button
            label="Use and Detect Again"
            icon="play"
            title={withKey('Use and Detect Again', 'useAndDetect', tuning.keys)}
            look="primary"
            onClick={() => act('useAndDetect')}
          />
        )}
      </div>
    </footer>
  );
}

const scopes: Record<TargetPlace, string> = {
  recording: 'This recording',
  folder: 'This folder',
  user: 'Settings',
};

/** The place that values are written to. */
function Place({ services, context: { tuning, chosen, place } }: TuningViewProps) {
  const own = ofRecording(chosen);
  const targets = own.length > 0 ? tuning.targets.slice(0, 1) : tuning.targets;
  return (
    <span class="place" title={own.length > 0 ? `${own.join(', ')} can only be set for this recording.` : ''}>
      <Select
        label="Write to"
        options={targets.map((target) => ({
          value: target.place,
          label: `${scopes[target.place]}: ${target.label}`,
        }))}
        value={place}
        onChoose={(chosenPlace) => services.send({ type: 'choosePlace', place: chosenPlace })}
      />
    </span>
  );
}

function Applied({ services, written }: { services: TuningViewProps['services']; written: Written }) {
  const { target, unsaved, overriddenBy } = written;
  return (
    <span class="written" role="status">
      Written to <Link onClick={services.showWritten}>{unsaved ? `${target} (not saved yet)` : target}</Link>.{' '}
      {overriddenBy !== undefined && `${overriddenBy} has values of its own, which apply to this recording. `}
      <Link onClick={() => services.act('undo')}>Undo</Link>
    </span>
  );
}

function formatValue(name: ParameterName, value: unknown): string {
  return value === null || value === undefined ? nullWord(name) : String(value);
}
