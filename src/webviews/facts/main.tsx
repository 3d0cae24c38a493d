import '../shared/base.css';
import './facts.css';
import { render } from 'preact';
import type { FactsNotices, FactsPage, FactsRequests, FactsSection } from '../../common/api/views/facts';
import { messageOf } from '../../common/errors';
import { connectHost } from '../shared/host';

const ask = connectHost<FactsRequests, FactsNotices>({});
const root = document.getElementById('root')!;

ask('page', {}).then(
  (page) => render(<Facts page={page} />, root),
  (thrown) =>
    render(
      <main>
        <p role="alert">{messageOf(thrown)}</p>
      </main>,
      root,
    ),
);

function Facts({ page: { title, summary, sections } }: { page: FactsPage }) {
  return (
    <main>
      <h1>{title}</h1>
      <p class="summary">{summary}</p>
      {sections.map((section) => (
        <section key={section.title}>
          <h2>{section.title}</h2>
          <Contents section={section} />
        </section>
      ))}
    </main>
  );
}

/** A table if there are headings, else names and values. */
function Contents({ section: { headings, rows } }: { section: FactsSection }) {
  if (!headings)
    return (
      <dl>
        {rows.flatMap(([name, value], i) => [
          <dt key={`name ${i}`}>{name}</dt>,
          <dd key={`value ${i}`}>{value}</dd>,
        ])}
      </dl>
    );
  return (
    <table>
      <thead>
        <tr>
          {headings.map((heading) => (
            <th key={heading} scope="col">
              {heading}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row, i) => (
          <tr key={i}>
            {row.map((cell, k) => (
              <td key={k}>{cell}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
