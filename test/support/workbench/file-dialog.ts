import type { WorkbenchSession } from './session';

/** Takes the file that VS Code's own dialog for files proposes, or this instead. */
export async function answerFileDialog({ page }: WorkbenchSession, file?: string): Promise<void> {
  const input = page.locator('.quick-input-widget input');
  // Until it lists the folder it begins in, the dialog takes nothing. Every folder has one above it.
  await page.locator('.quick-input-list .monaco-list-row', { hasText: /^\.\./ }).waitFor();
  if (file !== undefined) await input.fill(file);
  await input.press('Enter');
}
