import { describe, expect, it } from 'vitest'
import { asProblem, networkProblem, Problem, problemOf } from '@/api/problem'

const refusal = {
  type: 'urn:hotline:problem:invalid_input',
  title: '提交的内容有误',
  status: 422,
  detail: '请更正后重新提交。',
  errors: [
    { pointer: '/caller/phone', code: 'phone', message: '电话号码有误' },
    { pointer: '/units/1', code: 'unknown_unit', message: '没有单位 X' },
    { parameter: 'limit', code: 'range', message: '应在 1 至 200 之间' },
  ],
}
const answered = (body: unknown, init: ResponseInit): Response =>
  new Response(typeof body === 'string' ? body : JSON.stringify(body), init)

describe('a refusal of the server', () => {
  it('shows each fault beside its field, a list with the faults of its items', async () => {
    const problem = await problemOf(answered(refusal, { status: 422 }))
    expect(problem.kind).toBe('invalid_input')
    expect(problem.at('caller/phone')).toBe('电话号码有误')
    expect(problem.at('units')).toBe('没有单位 X')
    expect(problem.at('words')).toBeUndefined()
  })

  it('does not take a field for another one whose name begins alike', () => {
    const problem = new Problem({ ...refusal, errors: [{ pointer: '/unit_code', code: 'x', message: 'm' }] })
    expect(problem.at('unit')).toBeUndefined()
  })

  it('keeps the faults that have no field on the screen', async () => {
    const problem = await problemOf(answered(refusal, { status: 422 }))
    expect(problem.besides(['caller', 'units'])).toEqual(['limit: 应在 1 至 200 之间'])
    expect(problem.besides([])).toHaveLength(3)
  })

  it('is known as stale by its status', async () => {
    const stale = { ...refusal, type: 'urn:hotline:problem:stale_version', status: 412, errors: undefined }
    expect((await problemOf(answered(stale, { status: 412 }))).isStale).toBe(true)
    expect((await problemOf(answered(refusal, { status: 422 }))).isStale).toBe(false)
  })

  it('says after how many seconds to ask again', async () => {
    const busy = answered(refusal, { status: 503, headers: { 'Retry-After': '7' } })
    expect((await problemOf(busy)).retryAfter).toBe(7)
    expect((await problemOf(answered(refusal, { status: 503 }))).retryAfter).toBeNull()
  })

  it('is a problem even when a proxy answers with a page of its own', async () => {
    const problem = await problemOf(answered('<html>Bad gateway</html>', { status: 502 }))
    expect(problem.status).toBe(502)
    expect(problem.faults).toEqual([])
    expect(problem.isNetwork).toBe(false)
  })
})

describe('what else can go wrong', () => {
  it('tells a lost connection from a refusal', () => {
    expect(networkProblem().isNetwork).toBe(true)
    expect(networkProblem().isStale).toBe(false)
  })

  it('makes a problem of any error, and leaves a problem as it is', () => {
    const problem = networkProblem()
    expect(asProblem(problem)).toBe(problem)
    expect(asProblem(new Error('broken')).detail).toBe('broken')
  })
})
