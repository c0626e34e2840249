// Those who run the hotline: a change of the city's files, and back; an account; a key; the audit.
import assert from 'node:assert/strict'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { act, expectAccessible, pickOption, rowOf } from '../support/screens.mjs'
import { journey, leave, person, picture, server, signIn, staff } from '../support/world.mjs'

journey('a change of the city is checked, tried out, loaded, compared and taken back', async () => {
  const operator = await staff('operations', { axe: true })
  await rowOf(operator, '生效中').waitFor()
  const file = join(server.city, 'refusals.csv')
  const before = readFileSync(file, 'utf8')

  writeFileSync(file, before.replace('恶意占线或辱骂', ''))
  await operator.getByRole('button', { name: '检查配置' }).click()
  await operator.locator('.findings').getByText('错误').first().waitFor()
  await operator.getByRole('button', { name: '加载配置' }).click()
  await operator.locator('.el-alert').first().waitFor()
  assert.match(await rowOf(operator, '生效中').textContent(), /^1/, 'what is wrong does not come into force')

  writeFileSync(file, before.replace('恶意占线或辱骂', '恶意占线、辱骂或骚扰'))
  await operator.fill('[placeholder="说明"]', '统一不予受理用语')
  await operator.getByRole('button', { name: '加载配置' }).click()
  await operator.locator('.el-message', { hasText: '版本 2 已生效' }).waitFor()
  await rowOf(operator, '统一不予受理用语').getByRole('button', { name: '查看变更' }).click()
  await operator.locator('del', { hasText: '恶意占线或辱骂' }).waitFor()
  await operator.locator('ins', { hasText: '恶意占线、辱骂或骚扰' }).waitFor()
  await expectAccessible(operator, 'the comparison of versions')
  await picture(operator, 'city-diff')
  await operator.keyboard.press('Escape')

  await rowOf(operator, '启动时载入').getByRole('button', { name: '退回此版本' }).click()
  await operator.locator('.el-dialog__footer').getByRole('button', { name: '退回此版本' }).click()
  await operator.locator('.el-message', { hasText: '版本 3 已生效' }).waitFor()
  await rowOf(operator, '退回自版本 1').waitFor()
  assert.match(await rowOf(operator, '生效中').textContent(), /退回自版本 1/)
  writeFileSync(file, before)

  // What a change of the rules would do to recent tickets is seen before it is loaded.
  const list = join(server.city, 'disputed.csv')
  const settled = readFileSync(list, 'utf8')
  writeFileSync(list, `${settled.trimEnd()}\n宠物狗,,HZ-CG,,试行由市城管局主办,2026-03-01\n`)
  await operator.click('#city-backtest')
  const tried = operator.locator('.tried')
  await tried.locator('table.list tbody tr').first().waitFor()
  await tried.getByText('disputed.csv').waitFor()
  assert.match(await tried.locator('table.list tbody tr').first().textContent(), /杭州市城市管理局/)
  assert.match(await rowOf(operator, '生效中').textContent(), /^3/, 'trying it out changes nothing')
  await expectAccessible(operator, 'a configuration that is tried out')
  await picture(operator, 'backtest')
  await operator.fill('[placeholder="说明"]', '试行犬类诉求由市城管局主办')
  await operator.getByRole('button', { name: '加载配置' }).click()
  await operator.locator('.el-message', { hasText: '版本 4 已生效' }).waitFor()
  await rowOf(operator, '退回自版本 1').getByRole('button', { name: '退回此版本' }).click()
  await operator.locator('.el-dialog__footer').getByRole('button', { name: '退回此版本' }).click()
  await operator.locator('.el-message', { hasText: '版本 5 已生效' }).waitFor()
  writeFileSync(list, settled)

  await operator.click('#operations-model')
  await operator.locator('.tiles b, .empty').first().waitFor()
  await expectAccessible(operator, 'figures of the model')
  await picture(operator, 'model')

  await operator.click('#operations-jobs')
  await rowOf(operator, '时限监测').waitFor()
  await expectAccessible(operator, 'jobs')
  await leave(operator)
})

// A square for each of the city's districts, as an operator's file holds their outlines.
function squares(codes) {
  const feature = (code, at) => {
    const [x, y] = [119 + (at % 4) * 0.5, 30.6 - Math.floor(at / 4) * 0.4]
    const ring = [[x, y], [x + 0.5, y], [x + 0.5, y - 0.4], [x, y - 0.4], [x, y]]
    return { type: 'Feature', properties: { code }, geometry: { type: 'Polygon', coordinates: [ring] } }
  }
  return JSON.stringify({ type: 'FeatureCollection', features: codes.map(feature) })
}

journey('with the city’s own boundaries the districts stand on a map, with their tickets behind', async () => {
  const supervisor = await staff('supervisor', { axe: true })
  await supervisor.goto('/staff/figures')
  await supervisor.getByText('boundaries.geojson').waitFor()

  const operator = await staff('operations')
  const file = join(server.city, 'boundaries.geojson')
  const load = async (note) => {
    await operator.fill('[placeholder="说明"]', note)
    await operator.getByRole('button', { name: '加载配置' }).click()
    await rowOf(operator, note).getByText('生效中').waitFor()
  }
  writeFileSync(file, squares(['330102', '330105', '330106', '330108', '330109', '330110', '330111', '330112', '330113', '330114']))
  await load('加入区划边界')

  await supervisor.reload()
  const map = supervisor.locator('.map svg')
  await map.locator('text', { hasText: '西湖区' }).waitFor()
  assert.equal(await supervisor.getByText('boundaries.geojson').count(), 0)
  await expectAccessible(supervisor, 'figures with a map')
  await map.locator('text', { hasText: '西湖区' }).click()
  await supervisor.locator('.el-dialog', { hasText: '西湖区' }).locator('a').first().waitFor()

  rmSync(file)
  await load('撤下区划边界')
  await leave(supervisor, operator)
})

journey('an account is made, signs in, and is disabled; a key is issued and revoked', async () => {
  const security = await staff('security', { axe: true })
  await security.getByRole('button', { name: '新建账号' }).click()
  await security.fill('#account-login', 'xihu.handler')
  await security.fill('#account-display', '西湖区 经办')
  await pickOption(security, '#account-roles', '经办人')
  await security.click('#account-display') // closes the list of roles
  // A unit's role needs its unit: the server says so beside the field.
  await security.locator('.el-dialog__footer').getByRole('button', { name: '保存' }).click()
  await security.locator('.el-form-item__error').first().waitFor()
  await pickOption(security, '#account-unit', '西湖区人民政府')
  await act(security, '保存')
  const password = (await security.textContent('.secret')).trim()
  await expectAccessible(security, 'accounts')

  const newcomer = await person({ axe: true })
  const comeInWith = async (word) => {
    await signIn(newcomer, 'xihu.handler', word)
    await newcomer.waitForURL(/staff\/inbox/)
  }
  await comeInWith(password)
  // The password that somebody else has seen is changed first; too simple a one is refused beside its field.
  await newcomer.goto('/staff/account')
  await newcomer.getByRole('button', { name: '修改密码' }).click()
  await newcomer.fill('#own-current', password)
  for (const word of ['12345678', 'Bridge-7-Lantern']) {
    await newcomer.fill('#own-wanted', word)
    await newcomer.fill('#own-again', word)
    await newcomer.locator('.el-dialog').getByRole('button', { name: '修改密码' }).click()
    if (word === '12345678') {
      await newcomer.locator('.el-form-item__error').first().waitFor()
      await expectAccessible(newcomer, 'a refused password')
    }
  }
  await newcomer.waitForURL(/sign-in/)
  await comeInWith('Bridge-7-Lantern')
  await security.reload() // the account has another version now
  await rowOf(security, 'xihu.handler').getByRole('button', { name: '停用' }).click()
  await rowOf(security, 'xihu.handler').getByText('已停用').waitFor()
  await newcomer.goto('/staff/tickets')
  await newcomer.waitForURL(/sign-in/)

  await security.click('#operations-keys')
  await security.getByRole('button', { name: '签发密钥' }).click()
  await security.fill('#key-name', '市级平台对接')
  await pickOption(security, '#key-scopes', '受理诉求')
  await security.locator('.el-dialog__title').click()
  await act(security, '签发')
  const bearer = (await security.textContent('.secret')).trim()
  const call = () => fetch(`${server.url}/api/v1/city`, { headers: { Authorization: `Bearer ${bearer}` } })
  assert.notEqual((await call()).status, 401)
  await rowOf(security, '市级平台对接').getByRole('button', { name: '吊销' }).click()
  await security.locator('.el-popconfirm').getByRole('button', { name: '吊销' }).click()
  await rowOf(security, '市级平台对接').getByText('已吊销').waitFor()
  assert.equal((await call()).status, 401)
  await leave(security, newcomer)
})

journey('the auditor finds who did what, and that the chain is whole', async () => {
  const auditor = await staff('auditor', { axe: true })
  await auditor.locator('table.list tbody tr').first().waitFor()
  await auditor.getByRole('button', { name: '核验日志链' }).click()
  await auditor.getByText('日志链完整').waitFor()
  await expectAccessible(auditor, 'the audit')
  await leave(auditor)
})
