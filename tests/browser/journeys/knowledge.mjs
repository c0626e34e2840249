// Knowledge from the file to the answer, and back from a question that nobody could answer to an entry.
import assert from 'node:assert/strict'
import { act, expectAccessible, pickOption, rowOf } from '../support/screens.mjs'
import { journey, leave, person, picture, staff } from '../support/world.mjs'

const table = `问题,又称,答案,办理地点,咨询电话,所需材料,可见范围
鹿角漂流书屋借书证怎么办,漂流书屋办证,在书屋服务台填写登记表后当场办理借书证。,"望江街道近江社区服务中心一楼","0571-86000001","居民身份证原件","公开"
共享雨伞损坏后怎样赔偿,雨伞赔偿,共享雨伞损坏的由借用人按成本价赔偿，自然老化的不赔。,"各借伞点服务台","0571-86000002","借用凭证","公开"
`
const file = (name, content) => ({ name, mimeType: 'application/octet-stream', buffer: Buffer.from(content) })

async function asked(page, question) {
  await page.fill('#question', question)
  await page.keyboard.press('Enter')
  await page.locator('.answer h2', { hasText: question }).waitFor()
}
async function publish(page) {
  await page.getByRole('button', { name: '送审', exact: true }).click()
  await page.getByRole('button', { name: '审核发布' }).click()
  await act(page, '审核发布')
  await page.locator('.main .el-tag', { hasText: '已发布' }).first().waitFor()
}

journey('knowledge from import to answer', async () => {
  const editor = await staff('editor', { axe: true })
  await editor.click('#knowledge-imports')
  await pickOption(editor, '.visibility input', '公开')
  await editor.setInputFiles('#import-files', [file('惠民服务.csv', table), file('录音.amr', 'no document')])
  await editor.locator('.imports button', { hasText: '惠民服务.csv' }).click()
  await editor.locator('.detail .figures', { hasText: '2' }).first().waitFor()
  await rowOf(editor, '鹿角漂流书屋').waitFor()
  await expectAccessible(editor, 'an import')
  await picture(editor, 'knowledge-import')
  await editor.locator('.imports button', { hasText: '录音.amr' }).click()
  await editor.locator('.refused li', { hasText: '录音.amr' }).waitFor()

  // One by one, and all at once.
  await editor.locator('.imports button', { hasText: '惠民服务.csv' }).click()
  await rowOf(editor, '鹿角漂流书屋').getByRole('button', { name: '确认发布', exact: true }).click()
  await rowOf(editor, '鹿角漂流书屋').waitFor({ state: 'detached' })
  await editor.getByRole('button', { name: '全部确认发布' }).click()
  await editor.getByText('没有待确认的条目').waitFor()

  const agent = await staff('agent', { axe: true })
  await agent.goto('/staff/knowledge')
  await asked(agent, '鹿角漂流书屋借书证怎么办')
  await agent.locator('.point', { hasText: '填写登记表' }).waitFor()
  await expectAccessible(agent, 'an answer')
  await picture(agent, 'knowledge')
  await agent.getByRole('button', { name: '有用', exact: true }).click()
  await agent.getByText('已记录，谢谢').waitFor()
  assert.equal(await agent.locator('#knowledge-imports').count(), 0, 'agents do not keep knowledge')

  // The agent marks it as wrong; whoever keeps it mends and publishes it, which settles the task.
  await agent.locator('.point').getByRole('button', { name: '标注问题' }).click()
  await agent.locator('.el-dialog').getByText('内容过时').click()
  await agent.fill('#mark-words', '书屋已搬迁。')
  await agent.keyboard.press('Control+Enter')
  await agent.locator('.el-dialog:visible').waitFor({ state: 'detached' })
  await editor.click('#knowledge-tasks')
  await rowOf(editor, '书屋已搬迁').getByRole('link').click()
  await editor.locator('.entry').waitFor()
  await editor.keyboard.press('e')
  await editor.fill('#entry-answer', '在新址服务台填写登记表后当场办理借书证。')
  await editor.keyboard.press('Control+Enter')
  await editor.locator('.main .el-tag', { hasText: '草稿' }).waitFor()
  await publish(editor)
  await editor.locator('.timeline li').first().getByRole('button', { name: '与上一版比较' }).click()
  await editor.locator('.el-dialog:visible').waitFor()
  await editor.keyboard.press('Escape')
  await editor.locator('.timeline li', { hasText: '编辑' }).first().getByRole('button', { name: '与上一版比较' }).click()
  await editor.locator('.el-dialog ins', { hasText: '新址' }).first().waitFor()
  await expectAccessible(editor, 'two versions of an entry')
  await picture(editor, 'knowledge-versions')
  await editor.keyboard.press('Escape')
  await editor.goto('/staff/knowledge?tab=tasks')
  await editor.locator('table.list, .empty').first().waitFor()
  assert.equal(await rowOf(editor, '书屋已搬迁').count(), 0, 'publishing settles the task')
  await asked(agent, '鹿角漂流书屋借书证怎么办')
  await agent.locator('.point', { hasText: '新址' }).waitFor()

  // A citizen asks the same on the public page.
  const citizen = await person({ size: 'phone', axe: true })
  await citizen.goto('/#ask')
  await citizen.fill('#public-question', '鹿角漂流书屋借书证怎么办')
  await citizen.keyboard.press('Enter')
  await citizen.locator('.point', { hasText: '新址' }).waitFor()
  await expectAccessible(citizen, "a citizen's question")
  await picture(citizen, 'citizen-ask')
  await leave(editor, agent, citizen)
})

journey('a question that nobody could answer becomes an entry', async () => {
  const agent = await staff('agent')
  await agent.goto('/staff/knowledge')
  const question = '龙舟祈福巡游的观礼券可以转让吗'
  await asked(agent, question)
  await agent.getByText('没有把握的答复').waitFor()
  assert.equal(await agent.locator('.point').count(), 0, 'nothing is told that is not certain')

  const editor = await staff('editor', { axe: true })
  await editor.click('#knowledge-gaps')
  const gap = editor.locator('.gaps li', { hasText: question })
  await gap.waitFor()
  await expectAccessible(editor, 'gaps')
  await gap.getByRole('link', { name: '撰写条目' }).click()
  assert.equal(await editor.inputValue('#entry-questions'), question)
  await editor.fill('#entry-answer', '观礼券实名登记，不得转让；不能到场的，请在活动前一日退票。')
  // The unit that should know owns it; here the hotline answers for itself.
  const owner = editor.locator('.el-form-item', { hasText: '责任单位' })
  if (await owner.locator('.el-select__clear').count() === 0) await owner.locator('.el-select__wrapper').hover()
  if (await owner.locator('.el-select__clear').count()) await owner.locator('.el-select__clear').click()
  await expectAccessible(editor, 'the editor')
  await editor.click('#entry-answer') // closes the list of units
  await editor.keyboard.press('Control+Enter')
  await editor.waitForURL(/knowledge\/\d+/)
  await editor.locator('.entry').waitFor()
  await publish(editor)
  await editor.getByRole('button', { name: '补上缺口' }).click()
  await editor.locator('.el-message', { hasText: '缺口已补上' }).waitFor()
  await editor.goto('/staff/knowledge?tab=gaps')
  await editor.locator('.gaps, .empty').first().waitFor()
  assert.equal(await editor.locator('.gaps li', { hasText: question }).count(), 0)
  await asked(agent, question)
  await agent.locator('.point', { hasText: '不得转让' }).waitFor()
  await leave(agent, editor)
})

journey('two people edit one entry, and nothing of either is lost', async () => {
  const first = await staff('editor', { axe: true })
  await first.goto('/staff/knowledge/new')
  await first.fill('#entry-questions', '滨河夜跑灯光几点关闭')
  await first.fill('#entry-answer', '每日二十二点关闭。')
  await first.keyboard.press('Control+Enter')
  await first.waitForURL(/knowledge\/\d+/)
  await first.locator('.entry').waitFor()
  const address = new URL(first.url()).pathname
  await first.keyboard.press('e')
  await first.fill('#entry-answer', '每日二十二点半关闭。')

  const second = await staff('editor')
  await second.goto(address)
  await second.locator('.entry').waitFor()
  await second.keyboard.press('e')
  await second.fill('#entry-answer', '周末二十三点关闭，其余二十二点关闭。')
  await second.fill('#entry-audience', '市民')
  await second.keyboard.press('Control+Enter')
  await second.locator('.el-message', { hasText: '已保存' }).waitFor()

  await first.keyboard.press('Control+Enter')
  await first.locator('.clash').waitFor()
  assert.equal(await first.inputValue('#entry-answer'), '每日二十二点半关闭。', 'what was typed stays')
  assert.equal(await first.inputValue('#entry-audience'), '市民', 'what only the other changed is taken over')
  assert.equal(await first.getByRole('button', { name: '保存' }).isDisabled(), true, 'it cannot be saved unseen')
  await expectAccessible(first, 'two edits of one entry')
  await picture(first, 'knowledge-conflict')
  await first.getByRole('button', { name: '保留我的' }).click()
  await first.keyboard.press('Control+Enter')
  await first.locator('.entry', { hasText: '二十二点半' }).waitFor()
  await first.getByText('市民').first().waitFor()
  await leave(first, second)
})
