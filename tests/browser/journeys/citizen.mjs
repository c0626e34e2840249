// A citizen with a phone: files, is corrected, follows, and rates.
import assert from 'node:assert/strict'
import { act, expectAccessible, inboxTab, rowOf, boardTab, waitingItem, pickOption } from '../support/screens.mjs'
import { journey, leave, person, picture, staff } from '../support/world.mjs'

journey('a citizen files, follows and rates on a phone', async () => {
  const citizen = await person({ size: 'phone', axe: true })
  await citizen.goto('/')
  await picture(citizen, 'citizen-phone')
  await citizen.fill('#words', '公交站的座椅断了一条腿，老人坐上去要摔跤，请修一修。')
  await citizen.fill('#phone', '123')
  await citizen.getByRole('button', { name: '提交', exact: true }).click()
  await citizen.locator('.el-form-item__error').waitFor()
  assert.equal(await citizen.locator('.receipt').count(), 0)
  await expectAccessible(citizen, "the citizen's page with a fault")
  await citizen.fill('#phone', '13800009911')
  await citizen.getByRole('button', { name: '提交', exact: true }).click()
  const number = (await citizen.textContent('.receipt .big')).trim()
  const width = await citizen.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
  assert.equal(width, 0, 'nothing lies beyond the edge of the phone')
  await citizen.getByRole('button', { name: '查看进度' }).click()
  await citizen.locator('.progress', { hasText: number }).waitFor()
  await citizen.getByText('办结后可在此评价').waitFor()

  // Somebody answers at once, and it is done.
  const supervisor = await staff('supervisor')
  await supervisor.goto(`/staff/tickets?q=${number}`)
  await rowOf(supervisor, number).getByRole('link').first().click()
  const approver = await finish(supervisor, number)

  await citizen.getByRole('button', { name: '查询', exact: true }).click()
  await citizen.locator('.answer', { hasText: '座椅已更换' }).waitFor()
  await citizen.locator('.rate').getByText('已解决', { exact: true }).click()
  await citizen.locator('.rate').getByText('联系过', { exact: true }).click()
  await expectAccessible(citizen, 'the rating')
  await picture(citizen, 'citizen-rating', true)
  await citizen.getByRole('button', { name: '提交评价' }).click()
  await citizen.getByText('您已评价').waitFor()
  await leave(citizen, supervisor, approver)
})

// Nobody said where, so a person dispatches it; the unit replies and the reply is accepted.
async function finish(supervisor, number) {
  await supervisor.getByRole('button', { name: '派单', exact: true }).click()
  await pickOption(supervisor, '#field-lead', '杭州市城市管理局')
  await act(supervisor, '派单')
  const approver = await staff('approver')
  await rowOf(approver, number).getByRole('button', { name: '签收' }).click()
  await rowOf(approver, number).waitFor({ state: 'detached' })
  await inboxTab(approver, 'signed')
  await rowOf(approver, number).getByRole('button', { name: '答复' }).click()
  await approver.fill('#field-text', '座椅已更换，并于 5 日 9 时电话告知诉求人。联系人：李工，0571-88000001。')
  await act(approver, '答复')
  await boardTab(supervisor, 'in_review')
  await waitingItem(supervisor, number)
  await supervisor.locator('.detail .actions').getByRole('button', { name: '审核通过' }).click()
  await act(supervisor, '审核通过')
  return approver
}
