// Two people edit one ticket: the later one is told, keeps what was typed, and chooses.
import assert from 'node:assert/strict'
import { act, expectAccessible } from '../support/screens.mjs'
import { journey, leave, picture, staff } from '../support/world.mjs'

journey('two people act on one ticket, and nothing that was typed is lost', async () => {
  const first = await staff('supervisor', { axe: true })
  await first.goto('/staff/tickets?state=in_review')
  await first.locator('table.list tbody tr a').first().click()
  await first.getByRole('button', { name: '发回重办' }).click()
  await first.fill('#field-note', '答复未写明处理时间，请补充。')

  const second = await staff('supervisor')
  await second.goto(new URL(first.url()).pathname)
  await second.getByRole('button', { name: '催办' }).click()
  await act(second, '催办')

  await first.locator('.el-dialog__footer').getByRole('button', { name: '发回重办' }).click()
  await first.locator('.stale').waitFor()
  assert.equal(await first.inputValue('#field-note'), '答复未写明处理时间，请补充。')
  assert.equal(await first.locator('.el-dialog__footer button').last().isDisabled(), true, 'the old version cannot be sent')
  await expectAccessible(first, 'the dialog of a conflict')
  await picture(first, 'conflict')
  await first.getByRole('button', { name: '载入最新工单' }).click()
  await first.locator('.stale').waitFor({ state: 'detached' })
  assert.equal(await first.inputValue('#field-note'), '答复未写明处理时间，请补充。')
  await act(first, '发回重办')
  await first.locator('.timeline .note', { hasText: '答复未写明处理时间' }).waitFor()
  const events = await first.locator('.timeline li b').allTextContents()
  assert.equal(events.filter((one) => one === '发回重办').length, 1, 'sent once')
  assert.ok(events.includes('催办'), "the other person's work stands")
  await leave(first, second)
})
