import assert from 'node:assert/strict';
import { test } from 'node:test';
import { plainText, withoutIcons } from '../../../src/extension/messages/plain-text';
import { markdownText } from '../../../src/language-server/annotations';

/** As VS Code finds links in notifications (`parseLinkedText`). */
const LINK = /\[([^\]]+)\]\(((?:https?:\/\/|command:|file:)[^)\s]+)(?: (["'])(.+?)(\3))?\)/i;

test('no text from a file becomes a link in a notification', () => {
  const attacks = [
    '[Show](command:workbench.action.terminal.sendSequence?%7B%22text%22%3A%22id%22%7D)',
    'model_path: [a](https://example.org) cannot be opened.',
    '[x][y](file:///etc/passwd "title")',
    ']([a](command:b))](command:c)',
  ];
  for (const attack of attacks) {
    assert.doesNotMatch(plainText(attack), LINK, attack);
    assert.equal(plainText(attack).replaceAll('\u2060', ''), attack, 'it reads as before');
  }
});

test('a message from a very long name is cut', () => {
  assert.ok(plainText('x'.repeat(1e6)).length < 1100);
});

test('no text from a file becomes an icon', () => {
  assert.doesNotMatch(withoutIcons('a$(check)b$(x)'), /\$\([a-z]/);
});

test('the name of a channel cannot be Markdown in a hover', () => {
  const name = '![a](https://example.org/a.png) `code` <img src=x> $(icon)\nnew *line*';
  assert.doesNotMatch(markdownText(name), /(^|[^\\])[![\](`<>*$\n]/);
});
