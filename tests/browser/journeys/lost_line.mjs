// The network goes, the session ends, the page is reloaded: what was typed stays, and is taken once.
import assert from 'node:assert/strict'
import { journey, leave, server, signIn, staff } from '../support/world.mjs'

const words = '拱墅区大关街道小区垃圾站三天没有清运，味道很大，希望今天能清走。'

async function ticketsWith(page, text) {
  await page.goto(`/staff/tickets?q=${encodeURIComponent(text)}`)
  await page.locator('table.list tbody tr, .empty').first().waitFor()
  return page.locator('table.list tbody tr').count()
}

journey('a request typed without a network survives and is taken once', async () => {
  const agent = await staff('agent')
  await agent.fill('#words', words.slice(0, 10))
  await agent.context().setOffline(true)
  await agent.locator('#words').pressSequentially(words.slice(10))
  await agent.keyboard.press('Control+Enter')
  await agent.getByText('网络连接中断').first().waitFor()
  assert.equal(await agent.inputValue('#words'), words)
  assert.equal(await agent.locator('.receipt').count(), 0, 'nothing claims to be taken')
  await agent.context().setOffline(false)
  await agent.reload()
  await agent.waitForSelector('#words')
  assert.equal(await agent.inputValue('#words'), words, 'the draft survives the reload')

  // The server takes it, but its answer is lost on the way: sending again must not take it twice.
  let lost = 0
  await agent.route('**/api/v1/requests', async (route) => {
    if (route.request().method() !== 'POST' || lost > 0) return route.fallback()
    ++lost
    await route.fetch()
    await route.abort('failed')
  })
  await agent.keyboard.press('Control+Enter')
  await agent.getByText('网络连接中断').first().waitFor()
  await agent.keyboard.press('Control+Enter')
  await agent.waitForSelector('.receipt')
  assert.equal(lost, 1)
  assert.equal(await ticketsWith(agent, words.slice(0, 20)), 1)
  await leave(agent)
})

journey('a session that ends asks for the password over the page and goes on', async () => {
  const agent = await staff('agent')
  await agent.fill('#words', '上城区望江街道路口红绿灯从昨晚起一直闪黄灯，请安排维修。')
  await agent.waitForSelector('.panel meter')
  await agent.context().clearCookies()
  await agent.keyboard.press('Control+Enter')
  await agent.fill('.el-dialog #password', server.passwords.agent)
  await agent.keyboard.press('Enter')
  await agent.waitForSelector('.receipt')
  await agent.getByRole('button', { name: '退出' }).click()
  await agent.waitForURL(/sign-in/)
  await signIn(agent, 'agent')
  await agent.waitForSelector('#words')
  assert.equal(await agent.inputValue('#words'), '', 'what was taken is no draft any more')
  await leave(agent)
})
