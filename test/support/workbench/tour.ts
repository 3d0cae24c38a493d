import type { WorkbenchSession } from './session';

/** Opens the tour; its steps are there when this resolves. */
export async function openTour(session: WorkbenchSession): Promise<void> {
  await session.command('miniML: Get Started');
  await session.page.locator('.getting-started-step').first().waitFor({ timeout: 30_000 });
}

/** Presses a button of a step of the tour. */
export async function pressInTour({ page }: WorkbenchSession, title: string, button: string): Promise<void> {
  await page.locator('.getting-started-step', { hasText: title }).first().click();
  await page.locator('.getting-started-step.expanded .monaco-button', { hasText: button }).first().click();
}
