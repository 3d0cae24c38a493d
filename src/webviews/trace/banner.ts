import type { DetectionProgress } from '../../common/api/views/trace';
import { h, icon, setAttributes, setText } from '../shared/dom';
import { button } from '../shared/toolkit';

/** The thin strip under the toolbar: how far a detection is, or what went wrong where work was asked for. */
export function createBanner(on: { cancel(): void; retry(): void; log(): void; dismiss(): void }) {
  const bar = h('div', { class: 'progress-bar' });
  const track = h(
    'div',
    { class: 'progress-track', attributes: { role: 'progressbar', 'aria-label': 'Detection' } },
    bar,
  );
  const text = h('span', { class: 'banner-text' });
  const progress = h(
    'div',
    { class: 'banner progress' },
    track,
    text,
    button({ label: 'Cancel', look: 'secondary', title: 'Cancel the detection (Escape)', onClick: on.cancel })
      .element,
  );
  const reason = h('span', { class: 'banner-text', attributes: { role: 'alert' } });
  const failure = h(
    'div',
    { class: 'banner failure' },
    icon('error'),
    reason,
    button({ label: 'Try Again', look: 'secondary', onClick: on.retry }).element,
    button({ label: 'Show the Log', look: 'secondary', onClick: on.log }).element,
    button({ label: 'Dismiss', icon: 'close', look: 'icon', onClick: on.dismiss }).element,
  );
  const element = h('div', { class: 'banners' }, progress, failure);
  return {
    element,
    update(now: DetectionProgress | null, failed: string | null) {
      progress.classList.toggle('hidden', now === null);
      failure.classList.toggle('hidden', failed === null);
      setText(reason, failed ?? '');
      if (!now) return;
      setText(text, now.text === '' ? now.phase : `${now.phase}: ${now.text}`);
      bar.style.width = `${(now.fraction ?? 0) * 100}%`;
      track.classList.toggle('indeterminate', now.fraction === null);
      setAttributes(track, {
        'aria-valuenow': now.fraction === null ? null : Math.round(now.fraction * 100),
        'aria-valuetext': now.text,
      });
    },
  };
}
