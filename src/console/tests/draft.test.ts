import { describe, expect, it } from 'vitest'
import { draftOf } from '@/shared/draft'

const blank = { words: '', phone: '', needs: [] as string[], secret: false }
const hour = 60 * 60 * 1000

function givenStore(): Map<string, string> & Storage {
  const map = new Map<string, string>()
  return Object.assign(map, {
    getItem: (key: string) => map.get(key) ?? null,
    setItem: (key: string, value: string) => void map.set(key, value),
    removeItem: (key: string) => void map.delete(key),
  }) as never
}

describe('a draft', () => {
  it('survives a reload', () => {
    const store = givenStore()
    draftOf('desk', blank, [], store).keep({ ...blank, words: '路灯不亮', needs: ['elderly'] })
    expect(draftOf('desk', blank, [], store).load()).toEqual({ ...blank, words: '路灯不亮', needs: ['elderly'] })
  })

  it('never stores what must not be stored', () => {
    const store = givenStore()
    const draft = draftOf('citizen', blank, ['phone'], store)
    draft.keep({ ...blank, words: '路灯不亮', phone: '057100000000' })
    expect([...store.values()].join()).not.toContain('057100000000')
    expect(draft.load().phone).toBe('')
  })

  it('is gone once the work is sent or wiped out', () => {
    const store = givenStore()
    const draft = draftOf('desk', blank, [], store)
    draft.keep({ ...blank, words: '路灯不亮' })
    draft.forget()
    expect(draft.load()).toEqual(blank)
    draft.keep({ ...blank, words: '路灯不亮' })
    draft.keep({ ...blank })
    expect(store.size).toBe(0)
  })

  it('of the day before yesterday is not offered again', () => {
    const store = givenStore()
    let now = 1000 * hour
    const draft = draftOf('desk', blank, [], store, () => now)
    draft.keep({ ...blank, words: '路灯不亮' })
    now += 47 * hour
    expect(draft.load().words).toBe('路灯不亮')
    now += 2 * hour
    expect(draft.load()).toEqual(blank)
  })

  it('of an older console cannot break the form', () => {
    const store = givenStore()
    store.set('hotline.draft.desk', JSON.stringify({ at: Date.now(), state: { words: 7, needs: 'elderly', gone: 1, secret: true } }))
    expect(draftOf('desk', blank, [], store).load()).toEqual({ ...blank, secret: true })
    store.set('hotline.draft.desk', '{broken')
    expect(draftOf('desk', blank, [], store).load()).toEqual(blank)
    expect(store.size).toBe(0)
  })

  it('lets the work go on when the store is full', () => {
    const store = givenStore()
    store.setItem = () => {
      throw new DOMException('full', 'QuotaExceededError')
    }
    expect(() => draftOf('desk', blank, [], store).keep({ ...blank, words: 'x' })).not.toThrow()
  })

  it('does not share its lists with the blank form', () => {
    const fresh = draftOf('desk', blank, [], givenStore()).load()
    fresh.needs.push('minor')
    expect(blank.needs).toEqual([])
  })
})
