// A person asks for their own data: it is found and looked at with a reason, put right, given out whole, proved, erased;
// and what has run out is counted, shown, and let go.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expectAccessible, rowOf } from '../support/screens.mjs'
import { root } from '../support/server.mjs'
import { journey, leave, picture, staff } from '../support/world.mjs'

// What the signed-in person asks of the server beside the screen, such as a telephone system's report.
const post = (page, path, fields) =>
  page.evaluate(
    async ([to, body]) => {
      const session = await (await fetch('/api/v1/session')).json()
      const headers = { 'Content-Type': 'application/json', 'X-CSRF-Token': session.csrf_token }
      const answer = await fetch(to, { method: 'POST', headers, body: JSON.stringify(body) })
      return { status: answer.status, body: await answer.json() }
    },
    [path, fields],
  )

async function accessibleInBothThemes(page, name) {
  await expectAccessible(page, name)
  if (process.env.HOTLINE_LOOK) await picture(page, `look-${name.replaceAll(' ', '-')}`)
  await page.emulateMedia({ colorScheme: 'dark' })
  await page.locator('html.dark').waitFor()
  await expectAccessible(page, `${name}, dark`)
  if (process.env.HOTLINE_LOOK) await picture(page, `look-${name.replaceAll(' ', '-')}-dark`)
  await page.emulateMedia({ colorScheme: 'light' })
  await page.locator('html:not(.dark)').waitFor()
}

async function find(page, phone, reason) {
  await page.fill('#person-phone', phone)
  await page.fill('#person-reason', reason)
  await page.locator('#person-reason').press('Enter')
}

// What the browser saves when this is pressed.
async function saved(page, button) {
  const coming = page.waitForEvent('download')
  await button.click()
  return (await coming).path()
}

// As the signature is over it: compact JSON with sorted keys, which is how it was sent.
const sorted = (value) =>
  Array.isArray(value)
    ? value.map(sorted)
    : value && typeof value === 'object'
      ? Object.fromEntries(Object.keys(value).sort().map((key) => [key, sorted(value[key])]))
      : value

journey('a person is found with a reason, put right, given the whole file, proved and erased', async () => {
  const phone = '13900005555'
  const agent = await staff('agent', { axe: true })
  const taken = await post(agent, '/api/v1/requests', {
    channel: 'phone',
    words: '拱墅区大关路12号门口路灯不亮已经一周，晚上出行很不方便，请尽快修好。',
    caller: { phone, name: '王晓明', address: '大关路12号3幢301室', id_number: '330106199003071615' },
  })
  assert.equal(taken.status, 201)
  const { number } = taken.body

  // Nobody is found without a reason; what is no number is said beside its field.
  await agent.getByRole('link', { name: '个人信息' }).click()
  await agent.fill('#person-phone', phone)
  assert.ok(await agent.getByRole('button', { name: '查找' }).isDisabled())
  await find(agent, '12', '本人申请2026-7')
  await agent.locator('.search .el-form-item__error').first().waitFor()
  await find(agent, phone, '本人申请2026-7')
  const row = rowOf(agent, number)
  await row.getByText('王**').waitFor()
  await find(agent, '330106 19900307 1615', '本人申请2026-7')
  await agent.getByRole('heading', { name: '330***********1615 名下保存的信息' }).waitFor()
  await row.getByText('330***********1615').waitFor()
  await find(agent, phone, '本人申请2026-7')
  await agent.getByRole('heading', { name: '139****5555 名下保存的信息' }).waitFor()
  assert.equal(await agent.getByText('王晓明').count(), 0, 'masked until it is shown')
  await row.locator('td.name button').click()
  await row.getByText('王晓明').waitFor()
  await accessibleInBothThemes(agent, 'a person who was found')

  await agent.getByRole('button', { name: '更正' }).click()
  await agent.fill('#correct-value', '王小明')
  await accessibleInBothThemes(agent, 'correcting a person')
  await agent.keyboard.press('Control+Enter')
  await agent.locator('.el-message', { hasText: '已更正 1 件' }).waitFor()
  await row.locator('td.name button').click()
  await row.getByText('王小明').waitFor()

  // A wrong number is refused beside its field; the former one, his own, still finds the request.
  await agent.getByRole('button', { name: '更正' }).click()
  const dialog = agent.locator('.el-dialog')
  await dialog.locator('.el-radio', { hasText: '号码' }).click()
  await agent.fill('#correct-value', '13')
  await dialog.locator('.el-checkbox').click()
  await dialog.getByRole('button', { name: '更正' }).click()
  await dialog.locator('.el-form-item__error').first().waitFor()
  await agent.fill('#correct-value', '13900006666')
  await dialog.getByRole('button', { name: '更正' }).click()
  await dialog.waitFor({ state: 'detached' })
  await row.getByText('139****6666').waitFor()
  await find(agent, phone, '本人申请2026-7')
  await row.getByText('曾用号码').waitFor()

  const chief = await staff('supervisor', { axe: true })
  await chief.getByRole('link', { name: '个人信息' }).click()
  await find(chief, phone, '本人申请2026-8')
  const text = readFileSync(await saved(chief, chief.getByRole('button', { name: '导出个人信息' })), 'utf8')
  const file = JSON.parse(text)
  const kept = file.person.requests.find((one) => one.number === number)
  assert.equal(kept.name, '王小明')
  assert.equal(kept.phone, '+8613900006666')
  assert.equal(kept.address, '大关路12号3幢301室')
  assert.equal(kept.id_number, '330106199003071615')
  assert.deepEqual(kept.corrections.map((one) => one.item), ['name', 'phone'])
  assert.ok(kept.looks.some((one) => one.what === 'revealed' && one.reason === '本人申请2026-7'))
  assert.equal(createHash('sha256').update(JSON.stringify(sorted(file.person))).digest('hex'), file.digest)
  await chief.locator('.el-message', { hasText: '签名文件' }).waitFor()

  const auditor = await staff('auditor', { axe: true })
  await auditor.getByRole('link', { name: '个人信息' }).click()
  await auditor.fill('#trail-number', '20000101000001')
  await auditor.getByRole('button', { name: '出具存证文件' }).click()
  await auditor.locator('.el-alert').waitFor()
  await auditor.fill('#trail-number', number)
  const trail = await saved(auditor, auditor.getByRole('button', { name: '出具存证文件' }))
  assert.match(readFileSync(trail, 'utf8'), /本人申请2026-7/, 'looks at values that were corrected since')
  const program = join(root, process.env.HOTLINE_BUILD ?? 'build/release', 'hotline')
  const checked = spawnSync(program, ['audit', 'check', trail], { encoding: 'utf8' })
  assert.equal(checked.status, 0, checked.stderr)
  await accessibleInBothThemes(auditor, 'the signed trail')

  const security = await staff('security', { axe: true })
  await security.getByRole('link', { name: '个人信息' }).click()
  await find(security, phone, '本人书面申请2026-9')
  await rowOf(security, number).waitFor()
  assert.equal(await security.locator('table.list .look').count(), 0, 'who erases sees masks alone')
  await security.getByRole('button', { name: '依法删除' }).click()
  const sure = security.locator('.el-dialog')
  await sure.getByText('删除后不可恢复').first().waitFor()
  await security.fill('#erase-ground', '本人书面申请2026-9')
  assert.ok(await sure.getByRole('button', { name: '确认删除' }).isDisabled())
  await sure.locator('.el-checkbox').click()
  await accessibleInBothThemes(security, 'erasing a person')
  await sure.getByRole('button', { name: '确认删除' }).click()
  await security.locator('.empty', { hasText: '没有保存信息' }).waitFor()
  await find(security, '13900006666', '核对')
  await security.locator('.empty', { hasText: '没有保存信息' }).waitFor()
  await leave(agent, chief, auditor, security)
})

journey('what has run out is counted, shown and let go', async () => {
  const agent = await staff('agent')
  const at = new Date(Date.now() - 60 * 24 * 3600 * 1000).toISOString()
  const rung = await post(agent, '/api/v1/calls', { external_id: 'long-ago', channel: 'phone', phone: '13900007777', at })
  assert.equal(rung.status, 201)

  const security = await staff('security', { axe: true })
  await security.getByRole('link', { name: '个人信息' }).click()
  await security.click('#people-retention')
  const rule = security.locator('table.rules tbody tr', { hasText: '通话号码' })
  await rule.getByText('30 天').waitFor()
  assert.ok(await security.getByRole('button', { name: '立即清理' }).isDisabled(), 'nothing goes that was not shown')
  await security.getByRole('button', { name: '试算' }).click()
  await rule.getByText('1 件').waitFor()
  assert.match(await rule.textContent(), new RegExp(`${rung.body.id}`))
  await accessibleInBothThemes(security, 'retention')
  await security.getByRole('button', { name: '立即清理' }).click()
  await security.fill('#run-reason', '迎检清理')
  await accessibleInBothThemes(security, 'letting go')
  await security.locator('.el-dialog__footer').getByRole('button', { name: '立即清理' }).click()
  await security.locator('table.runs tbody tr', { hasText: '迎检清理' }).waitFor()

  // It goes on behind the page: counted again until nothing is left.
  const none = security.locator('.tried')
  for (let again = 0; again < 100 && (await none.count()) === 0; ++again) {
    const counted = security.waitForResponse((one) => one.url().endsWith('/api/v1/retention'))
    await security.getByRole('button', { name: '试算' }).click()
    await counted
    await security.locator('button.is-loading').waitFor({ state: 'detached' })
  }
  await none.waitFor()
  await leave(agent, security)
})
