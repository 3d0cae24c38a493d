import '../shared/base.css';
import './facts.css';
import type { FactsNotices, FactsPage, FactsRequests, FactsSection } from '../../common/api/views/facts';
import { h } from '../shared/dom';
import { connectHost } from '../shared/host';

const ask = connectHost<FactsRequests, FactsNotices>({});
const root = document.getElementById('root')!;

ask('page', {}).then(
  (page) => root.replaceChildren(h('main', {}, ...pageOf(page))),
  (thrown) => root.replaceChildren(h('main', {}, h('p', { attributes: { role: 'alert' } }, String(thrown)))),
);

function pageOf({ title, summary, sections }: FactsPage): HTMLElement[] {
  return [
    h('h1', {}, title),
    h('p', { class: 'summary' }, summary),
    ...sections.map((section) => h('section', {}, h('h2', {}, section.title), contentsOf(section))),
  ];
}

function contentsOf({ headings, rows }: FactsSection): HTMLElement {
  if (!headings)
    return h(
      'dl',
      {},
      ...rows.flatMap(([name, value]) => [h('dt', {}, name ?? ''), h('dd', {}, value ?? '')]),
    );
  return h(
    'table',
    {},
    h('thead', {}, h('tr', {}, ...headings.map((heading) => h('th', { scope: 'col' }, heading)))),
    h('tbody', {}, ...rows.map((row) => h('tr', {}, ...row.map((cell) => h('td', {}, cell))))),
  );
}
