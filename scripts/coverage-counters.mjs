// Coverage for the fuzzer: a counter per branch, in one typed array that costs microseconds to compare.
import { parse } from 'acorn';
import { full } from 'acorn-walk';

/**
 * Adds a counter to every function, branch and loop body of a script, on the lines that are there already, so that
 * source maps keep the lines. The counters are the bytes of `globalThis.coverageCounters`; they wrap at 256.
 *
 * @param {string} code
 * @returns {string}
 */
export function withCounters(code) {
  /** @type {{ start: number, end: number, open: string, close: string }[]} */
  const insertions = [];
  let counters = 0;
  const count = () => `__c[${counters++}]++`;
  const statement = (node) => {
    if (!node) return;
    if (node.type !== 'BlockStatement')
      insertions.push({ start: node.start, end: node.end, open: `{${count()};`, close: '}' });
    else blockFrom(node.start + 1);
  };
  const expression = (node) =>
    insertions.push({ start: node.start, end: node.end, open: `(${count()},`, close: ')' });
  const blockFrom = (at) => insertions.push({ start: at, end: at, open: `;${count()};`, close: '' });
  const functionBody = ({ body }) => {
    if (body.type !== 'BlockStatement') return expression(body);
    // A directive must stay the first statement.
    const directives = body.body.filter((part) => part.directive !== undefined);
    blockFrom(directives.at(-1)?.end ?? body.start + 1);
  };
  /** @type {Record<string, (node: any) => void>} */
  const visitors = {
    FunctionDeclaration: functionBody,
    FunctionExpression: functionBody,
    ArrowFunctionExpression: functionBody,
    IfStatement(node) {
      statement(node.consequent);
      statement(node.alternate);
    },
    ConditionalExpression(node) {
      expression(node.consequent);
      expression(node.alternate);
    },
    LogicalExpression: (node) => expression(node.right),
    SwitchCase: (node) => blockFrom(code.indexOf(':', node.test?.end ?? node.start) + 1),
    CatchClause: (node) => statement(node.body),
  };
  for (const loop of ['For', 'ForIn', 'ForOf', 'While', 'DoWhile'])
    visitors[`${loop}Statement`] = (node) => statement(node.body);
  const program = parse(code, { ecmaVersion: 'latest', sourceType: 'script' });
  full(program, (node) => visitors[node.type]?.(node));
  const declared = `;var __c=globalThis.coverageCounters=new Uint8Array(${4 * Math.ceil(counters / 4)});`;
  const start = program.body.filter((part) => part.directive !== undefined).at(-1)?.end ?? 0;
  return inserted(code, [{ start, end: start, open: declared, close: '' }, ...insertions]);
}

function inserted(code, insertions) {
  const texts = insertions.flatMap(({ start, end, open, close }) => [
    { at: start, text: open, inner: -end },
    ...(close === '' ? [] : [{ at: end, text: close, inner: -start }]),
  ]);
  // Where several begin, the one that ends last comes first; where several end, the one that began last does.
  texts.sort((a, b) => a.at - b.at || a.inner - b.inner);
  const pieces = [];
  let from = 0;
  for (const { at, text } of texts) {
    pieces.push(code.slice(from, at), text);
    from = at;
  }
  pieces.push(code.slice(from));
  return pieces.join('');
}
