// What ends a call at the desk, by keys alone.
import assert from 'node:assert/strict'
import { act, expectAccessible, pickOption } from '../support/screens.mjs'
import { journey, leave, picture, staff } from '../support/world.mjs'

async function stateOfTaken(page) {
  await page.waitForSelector('.receipt')
  return (await page.textContent('.receipt .el-tag')).trim()
}

journey('the desk answers, refuses and hands over with one key each', async () => {
  const agent = await staff('agent', { axe: true })
  await agent.fill('#words', '拱墅区大关路和上塘路路口两辆车撞了，没有人受伤，堵住了一个车道。')
  await agent.keyboard.press('F10')
  await agent.locator('.el-dialog', { hasText: '122' }).waitFor()
  await expectAccessible(agent, 'handing over')
  await agent.keyboard.press('Control+Enter')
  assert.equal(await stateOfTaken(agent), '已移交')

  await agent.keyboard.press('Alt+n')
  await agent.fill('#words', '请问市民卡丢了到哪里补办，要带什么材料？')
  await agent.keyboard.press('F2')
  await agent.fill('#settle-text', '请携带身份证到任一市民卡服务网点补办，当场可取。')
  await expectAccessible(agent, 'answering at the desk')
  await agent.keyboard.press('Control+Enter')
  assert.equal(await stateOfTaken(agent), '已归档')

  await agent.keyboard.press('Alt+n')
  await agent.fill('#words', '我和公司的官司法院已经判了，我不服，你们帮我改判。')
  await agent.keyboard.press('F4')
  await pickOption(agent, '#settle-code', '应当或已经诉讼')
  await agent.locator('.channel').waitFor()
  await expectAccessible(agent, 'refusing')
  await picture(agent, 'refusal')
  await act(agent, '不予受理')
  assert.equal(await stateOfTaken(agent), '已归档')
  await leave(agent)
})

journey('the form fills from the words, and never over what was typed', async () => {
  const agent = await staff('agent', { axe: true })
  await agent.fill('#caller-name', '陈先生')
  await agent.fill('#words', '拱墅区大关街道大关路工地昨天半夜还在打桩，家里老人心脏不好，吵得一夜没睡，气死人了，希望马上停工。我电话13800004321。')
  await agent.locator('#take-heard').waitFor()
  assert.ok((await agent.locator('.heard .said mark').count()) > 2, 'each entry shows the words it came from')
  await expectAccessible(agent, 'what was heard')
  await agent.keyboard.press('Alt+f')
  await agent.locator('.heard').getByText('已采用').waitFor()
  assert.equal(await agent.inputValue('#caller-name'), '陈先生')
  assert.equal(await agent.inputValue('#caller-phone'), '13800004321')
  assert.match(await agent.inputValue('#place'), /大关/)
  assert.notEqual(await agent.inputValue('#title'), '')
  await leave(agent)
})

journey('a resident ID is asked for where needed, checked, and never kept in the browser', async () => {
  const agent = await staff('agent', { axe: true })
  await agent.fill('#words', '拱墅区大关路社保中心查询养老金缴费记录，请核对后回电。')
  await agent.getByText('住址、身份证号（必要时登记）').click()
  await agent.fill('#caller-id-number', '330106199003071616')
  await agent.keyboard.press('Control+Enter')
  await agent.locator('.more .el-form-item__error').waitFor()
  await expectAccessible(agent, 'a resident ID that is none')
  assert.equal(await agent.locator('.right .el-alert').count(), 0, 'the words are assessed without it')
  await agent.fill('#caller-id-number', '330106199003071615')
  await agent.reload()
  await agent.locator('#caller-id-number').waitFor({ state: 'attached' })
  assert.match(await agent.inputValue('#words'), /养老金/, 'the draft came back')
  assert.equal(await agent.inputValue('#caller-id-number'), '')
  await leave(agent)
})
