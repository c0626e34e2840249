// The whole life of a ticket: agent, dispatcher, unit, ruling, reply, an unsatisfied caller, once more, closed.
import assert from 'node:assert/strict'
import { journey, leave, person, picture, server, staff } from '../support/world.mjs'
import { act, boardTab, inboxTab, messageOf, pickOption, rowOf, waitingItem } from '../support/screens.mjs'

const words = '余杭区良渚街道古墩路人行道上的窨井盖松动，走过去哐当响，夜里有老人差点绊倒，请尽快派人加固。'
const unit = '杭州市城市管理局'
// A one-pixel PNG: evidence has to be a file that the server knows by its content.
const photo = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

// Moves with Tab until the element is reached, as somebody without a mouse does.
async function tabTo(page, selector, most = 25) {
  for (let i = 0; i < most; ++i) {
    if (await page.evaluate((wanted) => document.activeElement?.matches(wanted), selector)) return
    await page.keyboard.press('Tab')
  }
  assert.fail(`Tab does not reach ${selector}`)
}

journey('a ticket from the call to its archive', async () => {
  const agent = await person()
  await agent.goto('/staff/sign-in')
  await agent.waitForSelector('#login:focus')
  await agent.keyboard.type('agent')
  await agent.keyboard.press('Tab')
  await agent.keyboard.type(server.passwords.agent)
  await agent.keyboard.press('Enter')

  // The request is taken without touching the mouse.
  await agent.waitForSelector('#words:focus')
  for (let i = 0; i < 3; ++i) await agent.keyboard.press('Shift+Tab')
  await agent.waitForSelector('#caller-phone:focus')
  await agent.keyboard.type('13800007712')
  await agent.keyboard.press('Alt+w')
  await agent.keyboard.type(words, { delay: 2 })
  await agent.waitForSelector('.panel meter')
  await tabTo(agent, '#place')
  await agent.keyboard.type('余杭区良渚街道古墩路')
  await tabTo(agent, '#hold-request')
  await agent.keyboard.press('Space')
  await agent.keyboard.press('Control+Enter')
  const number = (await agent.textContent('.receipt .big')).trim()
  assert.match(number, /^\d{14}$/)
  await agent.keyboard.press('Alt+o')
  await agent.waitForURL(/tickets\/\d+$/)
  assert.equal((await agent.textContent('blockquote')).trim(), words, "the caller's words are unchanged")
  const address = new URL(agent.url()).pathname

  // The dispatcher sends it to a unit of their own choice: the board has it without a reload.
  const supervisor = await staff('supervisor')
  await waitingItem(supervisor, number)
  await supervisor.keyboard.press('d')
  await pickOption(supervisor, '#field-lead', unit)
  await act(supervisor, '派单')
  assert.match(await messageOf(supervisor), /派单/)

  // The unit signs, sees that it is not its own, and returns it with a reason and evidence.
  const approver = await staff('approver')
  await rowOf(approver, number).getByRole('button', { name: '签收' }).click()
  await rowOf(approver, number).waitFor({ state: 'detached' })
  await inboxTab(approver, 'signed')
  await rowOf(approver, number).getByRole('button', { name: '退单' }).click()
  await pickOption(approver, '#field-reason', '不属于本单位职责')
  assert.equal(await approver.locator('.el-dialog__footer button').last().isDisabled(), true, 'this reason needs evidence')
  await approver.setInputFiles('#field-evidence', { name: 'site.png', mimeType: 'image/png', buffer: photo })
  await approver.waitForSelector('.el-dialog .files img')
  await pickOption(approver, '#field-suggested_unit', '余杭区')
  await approver.fill('#field-note', '该路段由属地管养。')
  await act(approver, '退单')

  // The supervisor rules that it stays with the unit, who then replies.
  await boardTab(supervisor, 'disputed')
  await waitingItem(supervisor, number)
  await supervisor.locator('.detail .actions').getByRole('button', { name: '裁定' }).click()
  await supervisor.locator('.el-dialog').getByText('维持原派单').click()
  await act(supervisor, '裁定')
  await approver.reload()
  await reply(approver, number, '已于当日到场加固井盖并设置围挡，3 月 2 日 15 时复查无松动。联系人：王工，0571-88000000。')
  await acceptReply(supervisor, number)

  // The caller is called back and is not satisfied: the ticket is worked on again.
  await agent.goto('/staff/callbacks')
  await rowOf(agent, number).getByRole('button', { name: '回访' }).click()
  await agent.locator('.el-dialog').getByText('已接通').click()
  await agent.locator('.el-dialog').getByText('未解决').click()
  await agent.locator('.el-dialog').getByText('联系过', { exact: true }).click()
  await agent.fill('#callback-words', '晚上又响了。')
  await act(agent, '登记结果')
  await rowOf(agent, number).waitFor({ state: 'detached' })
  await approver.reload()
  await reply(approver, number, '经再次现场核实，已整体更换井盖并回填，4 日 10 时与诉求人当面确认。联系人：王工，0571-88000000。')
  await acceptReply(supervisor, number)

  await supervisor.goto(address)
  await supervisor.getByRole('button', { name: '归档', exact: true }).click()
  await act(supervisor, '归档')
  await supervisor.locator('.top').getByText('已归档').waitFor()
  const life = await supervisor.locator('.timeline li b').allTextContents()
  for (const step of ['受理', '派单', '退单', '裁定', '签收', '答复', '重新办理', '归档']) {
    assert.ok(life.includes(step), `the timeline tells of ${step}: ${life.join(' ')}`)
  }
  await picture(supervisor, 'ticket', true)
  await leave(agent, supervisor, approver)
})

async function reply(page, number, text) {
  await inboxTab(page, 'signed')
  await rowOf(page, number).getByRole('button', { name: '答复' }).click()
  await page.fill('#field-text', text)
  // The ladder may have raised the ticket meanwhile: the words are kept, and sent again over the newest version.
  const newer = page.getByRole('button', { name: '载入最新工单' })
  for (;;) {
    await page.focus('#field-text')
    await page.keyboard.press('Control+Enter')
    const sent = rowOf(page, number).waitFor({ state: 'detached' }).then(() => true)
    const stale = newer.waitFor().then(() => false)
    sent.catch(() => undefined)
    stale.catch(() => undefined)
    if (await Promise.race([sent, stale])) return
    await newer.click()
    await newer.waitFor({ state: 'detached' })
  }
}

async function acceptReply(page, number) {
  await page.goto('/staff/board')
  await boardTab(page, 'in_review')
  await waitingItem(page, number)
  await page.locator('.detail .actions').getByRole('button', { name: '审核通过' }).click()
  await act(page, '审核通过')
  await page.locator('.item', { hasText: number }).waitFor({ state: 'detached' })
}
