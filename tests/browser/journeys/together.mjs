// Several people at one time: who else looks at a ticket, what can be taken back, an alert that many have to see.
import assert from 'node:assert/strict'
import { act, expectAccessible } from '../support/screens.mjs'
import { journey, leave, picture, staff } from '../support/world.mjs'

async function taken(agent, words, place) {
  await agent.goto('/staff/desk')
  await agent.fill('#words', words)
  await agent.fill('#place', place)
  await agent.locator('.options').getByText('转人工派单').click()
  await agent.keyboard.press('Control+Enter')
  await agent.waitForSelector('.receipt')
  const number = (await agent.textContent('.receipt .big')).trim()
  await agent.keyboard.press('Alt+o')
  await agent.waitForURL(/tickets\/\d+$/)
  return { number, path: new URL(agent.url()).pathname }
}

journey('who else looks at a ticket is shown', async () => {
  const agent = await staff('agent')
  const ticket = await taken(agent, '萧山区城厢街道人民路公交站牌倒了，压住了盲道，请扶正。', '萧山区城厢街道人民路')
  const supervisor = await staff('supervisor', { axe: true })
  await supervisor.goto(ticket.path)
  await supervisor.getByText('话务员 01正在查看').waitFor()
  await expectAccessible(supervisor, 'a ticket that two people look at')
  await supervisor.getByRole('button', { name: '更正' }).click()
  await agent.getByText('班长 01正在办理此单').waitFor()
  await supervisor.keyboard.press('Escape')
  await agent.getByText('班长 01正在查看').waitFor()
  await supervisor.goto('/staff/tickets')
  await agent.getByText('班长 01').first().waitFor({ state: 'detached' })
  await leave(agent, supervisor)
})

journey('a saved view is there at another desk', async () => {
  const desk = await staff('supervisor')
  await desk.goto('/staff/tickets?kind=complaint')
  await desk.getByRole('button', { name: '常用查询' }).click()
  await desk.locator('.save input').fill('全部投诉')
  await desk.locator('.save button').click()
  await desk.locator('.views .pick', { hasText: '全部投诉' }).waitFor()
  const other = await staff('supervisor')
  await other.goto('/staff/tickets')
  await other.getByRole('button', { name: '常用查询' }).click()
  await other.locator('.views .pick', { hasText: '全部投诉' }).click()
  await other.waitForURL(/kind=complaint/)
  await other.locator('.views li', { hasText: '全部投诉' }).locator('.drop').click()
  await other.locator('.views .pick', { hasText: '全部投诉' }).waitFor({ state: 'detached' })
  // Back through the menu the filters are gone.
  await other.locator('header nav').getByText('工单查询').click()
  await other.waitForURL((url) => url.search === '')
  await other.getByRole('button', { name: '清除条件' }).waitFor({ state: 'detached' })
  await leave(desk, other)
})

journey('a merge and a correction are taken back', async () => {
  const agent = await staff('agent')
  const main = await taken(agent, '临安区锦城街道万马路路面塌了一个坑，车子开过很危险，请填平。', '临安区锦城街道万马路')
  const twin = await taken(agent, '万马路那个坑还没有填，今天又有电瓶车摔倒，请尽快处理。', '临安区锦城街道万马路')
  const supervisor = await staff('supervisor')
  await supervisor.goto(twin.path)
  await supervisor.getByRole('button', { name: '并单' }).first().click()
  await supervisor.fill('#field-into', main.path.split('/').pop())
  await act(supervisor, '并单')
  await supervisor.getByText('主工单').first().waitFor()
  await supervisor.locator('.undo').click()
  await supervisor.locator('.el-message', { hasText: '已撤销' }).waitFor()
  await supervisor.locator('.main blockquote', { hasText: '电瓶车摔倒' }).waitFor()
  const events = await supervisor.locator('.timeline li b').allTextContents()
  assert.ok(events.includes('并入其他工单') || events.some((one) => one.includes('并')), events.join(' '))

  await supervisor.getByRole('button', { name: '更正' }).click()
  await supervisor.locator('.el-dialog').getByText('特急', { exact: true }).click()
  await act(supervisor, '更正')
  await supervisor.locator('.top').getByText('特急').waitFor()
  await supervisor.locator('.undo').click()
  await supervisor.locator('.top').getByText('特急').waitFor({ state: 'detached' })
  await leave(agent, supervisor)
})

journey('what was cleared at the desk comes back', async () => {
  const agent = await staff('agent')
  const words = '富阳区富春街道桂花路路灯整条不亮，晚上看不清。'
  await agent.fill('#words', words)
  await agent.keyboard.press('Alt+n')
  assert.equal(await agent.inputValue('#words'), '')
  await agent.locator('.undo').click()
  await agent.waitForFunction((wanted) => document.querySelector('#words')?.value === wanted, words)
  await leave(agent)
})

journey('a risk to many people raises an alert, which is acknowledged and closed', async () => {
  const agent = await staff('agent')
  const ticket = await taken(
    agent,
    '临平区南苑街道云溪花苑小区开发商逾期交房，一百二十名业主聚集在售楼处讨说法，请有关部门到场协调。',
    '临平区南苑街道云溪花苑',
  )
  const supervisor = await staff('supervisor', { axe: true })
  await supervisor.goto('/staff/supervision')
  const alert = supervisor.locator('.card li', { hasText: '群体性事件苗头' }).first()
  for (let attempt = 0; attempt < 10 && (await alert.count()) === 0; ++attempt) {
    await supervisor.waitForTimeout(1000) // the ladder follows the journal a moment behind
    await supervisor.reload()
    await supervisor.locator('h2').first().waitFor()
  }
  await alert.locator(`a[href="${ticket.path}"]`).waitFor()
  await expectAccessible(supervisor, 'an alert')
  await alert.getByRole('button', { name: '确认' }).click()
  await alert.getByText('✓').first().waitFor()
  await alert.getByRole('button', { name: '办结预警' }).click()
  await supervisor.fill('#alert-note', '住建、公安已到场，开发商书面承诺交房时间。')
  await act(supervisor, '办结预警')
  await supervisor.locator('.card li.closed', { hasText: '群体性事件苗头' }).first().waitFor()
  await picture(supervisor, 'alert')
  await leave(agent, supervisor)
})
