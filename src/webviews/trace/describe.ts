import type { Description, ReadySnapshot } from '../../common/api/views/trace';
import { h } from '../shared/dom';
import { button, link, textField } from '../shared/toolkit';

/** Asks for what the file does not say: rate, unit, and the factor to it. */
export function createDescribe(on: { describe(description: Description): void; cancel(): void }) {
  const submit = () => {
    const description = read();
    if (typeof description === 'string') error.textContent = description;
    else on.describe(description);
  };
  const rate = textField('Samples per second (Hz)', submit);
  const scaling = textField('Factor from the values in the file to the unit', submit);
  const unit = textField('Unit after the factor', submit);
  const error = h('p', { class: 'error', attributes: { role: 'alert' } });
  const intro = h('p');
  const guesses = h('div', { class: 'guesses' });
  const cancel = button({ label: 'Cancel', look: 'secondary', onClick: on.cancel });
  const element = h(
    'main',
    { class: 'describe' },
    h('h1', {}, 'Rate and unit'),
    intro,
    guesses,
    rate.element,
    scaling.element,
    unit.element,
    error,
    h(
      'div',
      { class: 'buttons' },
      button({ label: 'Show the Trace', look: 'primary', onClick: submit }).element,
      cancel.element,
    ),
  );

  function read(): Description | string {
    const rate_hz = numberOf(rate.value());
    const factor = numberOf(scaling.value());
    if (!(rate_hz > 0)) return 'Give the samples per second as a number above 0, such as 20000.';
    if (!Number.isFinite(factor) || factor === 0)
      return 'Give the factor as a number other than 0, such as 1e12.';
    return { rate_hz, scaling: factor, unit: unit.value().trim() };
  }

  return {
    element,
    open(snapshot: ReadySnapshot) {
      const { info, description, guesses: guessed } = snapshot;
      const needed = info.rate_hz === null;
      intro.textContent = needed
        ? `${snapshot.name} does not say how fast it was sampled or in which unit. It is asked once and remembered.`
        : 'This is used instead of what the file says, and remembered.';
      cancel.element.classList.toggle('hidden', needed);
      error.textContent = '';
      fill(
        description ??
          guessed[0] ?? { rate_hz: info.rate_hz ?? 0, unit: info.channels[0]?.unit ?? '', scaling: 1 },
      );
      guesses.replaceChildren(...guessed.map((guess) => link(guess.label, () => fill(guess))));
    },
  };

  function fill(description: Description): void {
    rate.setValue(description.rate_hz > 0 ? String(description.rate_hz) : '');
    scaling.setValue(shortNumber(description.scaling));
    unit.setValue(description.unit);
  }
}

/** 1e12 rather than 1000000000000. */
function shortNumber(value: number): string {
  const [whole, short] = [String(value), value.toExponential().replace('+', '')];
  return whole.length > 6 && short.length < whole.length ? short : whole;
}

function numberOf(text: string): number {
  return text.trim() === '' ? Number.NaN : Number(text.replaceAll(/[\s,_]/g, '').replace('\u2212', '-'));
}
