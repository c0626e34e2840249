// What the journeys do on more than one screen.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const standard = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa']

function breaches(page) {
  return page.evaluate(
    async (tags) =>
      (await globalThis.axe.run(document, { runOnly: tags })).violations.map(
        (one) => `${one.id} (${one.nodes.length}): ${one.nodes[0].target} ${one.nodes[0].failureSummary?.replace(/\s+/g, ' ')}`,
      ),
    standard,
  )
}

// Fails with every breach of WCAG 2.1 A and AA that axe finds. The page has to be opened with `axe: true`. A button that
// fades from disabled to enabled has neither's colours: what lasts counts, so a breach is looked at again.
export async function expectAccessible(page, screen) {
  await page.evaluate(axe)
  let found = await breaches(page)
  for (let again = 0; again < 2 && found.length > 0; ++again) {
    await page.waitForTimeout(700)
    found = await breaches(page)
  }
  assert.deepEqual(found, [], `${screen} is accessible`)
}

// Chooses in one of the library's lists by typing or by its text. A dialog that is still opening takes the focus back
// and closes the list; it is opened anew then.
export async function pickOption(page, selector, text) {
  const option = page.locator('.el-select-dropdown__item:visible', { hasText: text }).first()
  for (let attempt = 0; ; ++attempt) {
    await page.locator(selector).click({ force: true }) // the chosen text lies over the field
    if (await page.locator(selector).evaluate((one) => !one.readOnly)) await page.fill(selector, text)
    try {
      await option.click({ timeout: 3000 })
      return
    } catch (error) {
      if (attempt === 5) throw error
    }
  }
}

// Presses the button of the open dialog and waits until it has gone.
export async function act(page, name) {
  await page.locator('.el-dialog__footer').getByRole('button', { name }).last().click()
  await page.locator('.el-dialog:visible').waitFor({ state: 'detached' })
}

export async function messageOf(page) {
  return page.locator('.el-message').last().textContent()
}

export const rowOf = (page, text) => page.locator('table.list tbody tr', { hasText: text })

export async function inboxTab(page, name) {
  if (!page.url().endsWith('/staff/inbox')) await page.goto('/staff/inbox')
  await page.click(`#inbox-${name}`)
}

export async function boardTab(page, name) {
  if (!page.url().endsWith('/staff/board')) await page.goto('/staff/board')
  await page.click(`#board-${name}`)
}

// Takes a ticket of the board's queue in hand and waits until its detail is there.
export async function waitingItem(page, text) {
  await page.locator('.item', { hasText: text }).click()
  await page.locator('.detail', { hasText: text }).locator('.actions .el-button').first().waitFor()
}
